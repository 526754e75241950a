/** How deep causes of causes are written; a chain may be a ring. */
const MAX_CAUSE_DEPTH = 10;

/** How many members of one AggregateError are written. */
const MAX_MEMBERS = 10;

/**
 * The error's stack, then its cause and, for an AggregateError, its members, in the form in which Node itself prints them:
 * `{ [cause]: … }`, `{ [errors]: [ … ] }`, indented. Never throws.
 *
 * The SDK's own `recordException` keeps `error.stack` alone, in which neither appears.
 */
export function stackWithCauses(error: Error, depth = 0): string {
  const stack = typeof error.stack === 'string' && error.stack !== '' ? error.stack : `${error.name}: ${error.message}`;
  if (depth === MAX_CAUSE_DEPTH) return stack;
  const parts: string[] = [];
  if (error.cause instanceof Error) parts.push(`[cause]: ${indent(stackWithCauses(error.cause, depth + 1))}`);
  const members = membersOf(error).map((member) => indent(`\n${stackWithCauses(member, depth + 1)}`, 2));
  if (members.length > 0) parts.push(`[errors]: [${members.join(',')}\n  ]`);
  return parts.length === 0 ? stack : `${stack} {\n  ${parts.join(',\n  ')}\n}`;
}

function membersOf(error: Error): readonly Error[] {
  const { errors } = error as { readonly errors?: unknown };
  return Array.isArray(errors) ? errors.filter((one) => one instanceof Error).slice(0, MAX_MEMBERS) : [];
}

function indent(text: string, levels = 1): string {
  return text.replaceAll('\n', `\n${'  '.repeat(levels)}`);
}
