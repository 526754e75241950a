import type { AnyHandler } from './lambda-context.ts';

/** What every function has, and has of its own. */
const OWN = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

/** Gives a wrapper the members with names that the app has put on its handler: middy's `use`. Getters stay getters. */
export function copyMembers(handler: AnyHandler, wrapper: object): void {
  for (const key of Object.getOwnPropertyNames(handler)) {
    const descriptor = Object.getOwnPropertyDescriptor(handler, key);
    if (descriptor === undefined || OWN.has(key)) continue;
    Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
  }
}
