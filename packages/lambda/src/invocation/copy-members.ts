import type { AnyHandler } from './lambda-context.ts';

/** What every function has, and has of its own; but for its name. */
const OWN = new Set<PropertyKey>(['length', 'prototype', 'arguments', 'caller']);

/**
 * Gives a wrapper its handler's name, and the members that stand on it: the marks that the runtime client reads, middy's `use`.
 * Getters stay getters.
 */
export function copyMembers(handler: AnyHandler, wrapper: object): void {
  for (const key of Reflect.ownKeys(handler)) {
    const descriptor = Object.getOwnPropertyDescriptor(handler, key);
    if (descriptor === undefined || OWN.has(key)) continue;
    Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
  }
}
