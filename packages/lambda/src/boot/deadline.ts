/** How a wait has ended. */
export type Wait =
  | { readonly status: 'done' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'late' };

/** Waits for `work`, but no longer than `timeoutMillis`. Never rejects. */
export async function waitFor(work: Promise<unknown>, timeoutMillis: number): Promise<Wait> {
  const { promise: late, resolve } = Promise.withResolvers<Wait>();
  const timer = setTimeout(resolve, timeoutMillis, { status: 'late' });
  const done = work.then(
    (): Wait => ({ status: 'done' }),
    (error: unknown): Wait => ({ status: 'failed', error }),
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
