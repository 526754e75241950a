import { inspectValue, isErrorLike } from './thrown.ts';

/** How deep causes of causes are written. */
const MAX_CAUSE_DEPTH = 10;

/** How many members of one AggregateError are written. */
const MAX_MEMBERS = 10;

/** How many errors are written in all: a document holds no more, and members of members grow fast. */
const MAX_ERRORS = 64;

/**
 * The error's stack, then its cause and, for an AggregateError, its members, in the form in which Node itself prints them:
 * `{ [cause]: … }`, `{ [errors]: [ … ] }`, indented. An error that comes twice is written once, so that a ring ends and errors
 * that share their causes cost no more than their number; 64 in all. A cause that is no error is written as a value;
 * members that are none are left out, as `errors` holds other things elsewhere. Throws what the errors' own getters throw.
 *
 * The SDK's own `recordException` keeps `error.stack` alone, in which neither appears.
 */
export function stackWithCauses(error: Error): string {
  return write(error, { depth: 0, written: new Set() });
}

interface Place {
  readonly depth: number;
  /** Errors that have been met; grows. */
  readonly written: Set<Error>;
}

function write(error: Error, { depth, written }: Place): string {
  const stack = typeof error.stack === 'string' && error.stack !== '' ? error.stack : `${error.name}: ${error.message}`;
  written.add(error);
  if (depth === MAX_CAUSE_DEPTH) return stack;
  const writeInner = (inner: unknown): readonly string[] => {
    if (inner === undefined || inner === null) return [];
    if (!isErrorLike(inner)) return [inspectValue(inner)];
    return written.has(inner) || written.size >= MAX_ERRORS ? [] : [write(inner, { depth: depth + 1, written })];
  };
  const causes = writeInner(error.cause).map((cause) => `[cause]: ${indent(cause)}`);
  const members = membersOf(error)
    .flatMap(writeInner)
    .map((member) => indent(`\n${member}`, 2));
  const parts = members.length === 0 ? causes : [...causes, `[errors]: [${members.join(',')}\n  ]`];
  return parts.length === 0 ? stack : `${stack} {\n  ${parts.join(',\n  ')}\n}`;
}

function membersOf({ errors }: Error & { readonly errors?: unknown }): readonly unknown[] {
  return Array.isArray(errors) ? errors.filter(isErrorLike).slice(0, MAX_MEMBERS) : [];
}

function indent(text: string, levels = 1): string {
  return text.replaceAll('\n', `\n${'  '.repeat(levels)}`);
}
