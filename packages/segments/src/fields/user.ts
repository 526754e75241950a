import type { SpanFacts } from '../facts.ts';
import { USER_ID } from '../vocabulary.ts';
import { limitText } from './limited-text.ts';

/** `user`: who made the request, from `enduser.id`; a number in decimal. Anything else stays an attribute. */
export function userOf(facts: SpanFacts): string | undefined {
  const { attributes, options } = facts;
  const value = attributes.value(USER_ID);
  if (value === undefined) return undefined;
  const isNumber = typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
  const user = isNumber ? String(value) : attributes.text(USER_ID);
  if (user === '') return undefined;
  attributes.take(USER_ID);
  return limitText(facts, 'user', options.redact('attribute', user));
}
