/** Waits for `work`, but no longer than `timeoutMillis`. Never rejects: `false` when it failed or was not done in time. */
export async function settlesWithin(work: Promise<unknown>, timeoutMillis: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, timeoutMillis, false);
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
