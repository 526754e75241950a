/** How deep causes of causes are written. */
const MAX_CAUSE_DEPTH = 10;

/** How many members of one AggregateError are written. */
const MAX_MEMBERS = 10;

/**
 * The error's stack, then its cause and, for an AggregateError, its members, in the form in which Node itself prints them:
 * `{ [cause]: … }`, `{ [errors]: [ … ] }`, indented. An error that comes twice is written once, so that a ring ends and errors
 * that share their causes cost no more than their number. Never throws.
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
  const writeNew = (inner: unknown): readonly string[] =>
    inner instanceof Error && !written.has(inner) ? [write(inner, { depth: depth + 1, written })] : [];
  const causes = writeNew(error.cause).map((cause) => `[cause]: ${indent(cause)}`);
  const members = membersOf(error)
    .flatMap(writeNew)
    .map((member) => indent(`\n${member}`, 2));
  const parts = members.length === 0 ? causes : [...causes, `[errors]: [${members.join(',')}\n  ]`];
  return parts.length === 0 ? stack : `${stack} {\n  ${parts.join(',\n  ')}\n}`;
}

function membersOf(error: Error): readonly unknown[] {
  const { errors } = error as { readonly errors?: unknown };
  return Array.isArray(errors) ? errors.filter((one) => one instanceof Error).slice(0, MAX_MEMBERS) : [];
}

function indent(text: string, levels = 1): string {
  return text.replaceAll('\n', `\n${'  '.repeat(levels)}`);
}
