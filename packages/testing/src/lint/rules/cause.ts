import type { JsonObject, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema } from '../sources.ts';
import { describeValue, isId, isObject, isText, itemsOf, ownOf } from '../values.ts';

/** Rules on `cause`. */
export const causeRules: readonly Rule[] = [
  {
    id: 'cause-shape',
    severity: 'dropped',
    asks: '`cause` is an object, or the 16 hex digits of an exception’s id.',
    source: schema('properties.cause'),
    find: ({ members: { cause } }) =>
      problemIf(
        cause !== undefined && !isObject(cause) && !isId(cause),
        '/cause',
        () => `expected an object with exceptions, or the id of one, found ${describeValue(cause)}`,
      ),
  },
  {
    id: 'exception-id',
    severity: 'dropped',
    asks: 'Every exception has an `id` of 16 hex digits.',
    source: schema('definitions.exception'),
    find: ({ members: { cause } }) =>
      exceptionsOf(cause).flatMap(({ id }, index) =>
        problemIf(
          !isId(id),
          `/cause/exceptions/${index}/id`,
          () => `expected 16 hex digits, found ${describeValue(id)}: draw one`,
        ),
      ),
  },
  {
    id: 'exception-duplicate',
    severity: 'wrong',
    asks: 'Ids of exceptions are unique.',
    why: 'A chain of causes cannot be told.',
    source: guide('cause'),
    find: ({ members: { cause } }) => {
      const ids = exceptionsOf(cause).map(({ id }) => id);
      return ids.flatMap((id, index) =>
        problemIf(
          isText(id) && ids.indexOf(id) !== index,
          `/cause/exceptions/${index}/id`,
          () => 'the id of another exception: draw a new one',
        ),
      );
    },
  },
  {
    id: 'exception-cause',
    severity: 'wrong',
    asks: 'An exception’s `cause` is the id of another one in the same list.',
    why: 'The chain of causes ends here.',
    source: guide('cause'),
    find: ({ members: { cause } }) => {
      const exceptions = exceptionsOf(cause);
      const ids = new Set(exceptions.map(({ id }) => id));
      return exceptions.flatMap(({ id, cause: of }, index) =>
        problemIf(
          isText(of) && (of === id || !ids.has(of)),
          `/cause/exceptions/${index}/cause`,
          () => `${describeValue(of)} is no other exception of this list: take its id, or leave cause out`,
        ),
      );
    },
  },
  {
    id: 'cause-without-flag',
    severity: 'advice',
    asks: 'Beside `cause` stands `error`, `fault` or `throttle`.',
    why: 'The call counts as one that went well: right for an exception that was handled, a slip otherwise.',
    source: guide('cause'),
    find: ({ members: { cause, error, fault, throttle } }) => {
      const hasSome = isText(cause) || exceptionsOf(cause).length > 0;
      const isFlagged = error === true || fault === true || throttle === true;
      return problemIf(
        hasSome && !isFlagged,
        '/cause',
        () => 'exceptions and no flag: write "fault": true, or "error": true',
      );
    },
  },
  {
    id: 'cause-empty',
    severity: 'advice',
    asks: '`cause` names an exception.',
    source: guide('cause'),
    find: ({ members: { cause } }) =>
      problemIf(
        isObject(cause) && itemsOf(ownOf(cause, 'exceptions')).length === 0,
        '/cause',
        () => 'no exceptions: tell one, or leave cause out',
      ),
  },
];

function exceptionsOf(cause: unknown): readonly JsonObject[] {
  return itemsOf(ownOf(cause, 'exceptions')).map((exception) => (isObject(exception) ? exception : {}));
}
