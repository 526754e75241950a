import type { AnyHandler } from './lambda-context.ts';

/** What every function has, and has of its own; but for its name. */
const OWN = new Set(['length', 'prototype', 'arguments', 'caller']);

/** Gives a wrapper its handler's name, and the members with names that the app has put on it: middy's `use`. Getters stay getters. */
export function copyMembers(handler: AnyHandler, wrapper: object): void {
  for (const key of Object.getOwnPropertyNames(handler)) {
    const descriptor = Object.getOwnPropertyDescriptor(handler, key);
    if (descriptor === undefined || OWN.has(key)) continue;
    Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
  }
}
