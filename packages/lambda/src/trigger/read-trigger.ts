import type { Trigger } from './trigger.ts';

/** What an event says of the invocation that it starts. Never throws. */
export function readTrigger(_event: unknown): Trigger {
  return { attributes: {}, links: [], carrier: {}, toResponseAttributes: () => ({}) };
}
