/** Causes of causes beyond this are left out: a chain may be a ring. */
const MAX_CAUSES = 10;

/**
 * The error's stack, followed by those of its causes as Node itself writes them: `{ [cause]: … }`, indented.
 *
 * The SDK's `recordException` keeps `error.stack` alone, in which causes do not appear.
 */
export function stackWithCauses(error: Error, depth = 0): string {
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  if (!(error.cause instanceof Error) || depth === MAX_CAUSES) return stack;
  const cause = stackWithCauses(error.cause, depth + 1).replaceAll('\n', '\n  ');
  return `${stack} {\n  [cause]: ${cause}\n}`;
}
