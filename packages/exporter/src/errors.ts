/** What every error of this package is; `cause` holds what went wrong below it. */
export class XRayExportError extends Error {
  override readonly name: string = 'XRayExportError';
}

/**
 * `ENOTFOUND` and the like, where an error or the cause of one of ours carries one; else its class: `TypeError`;
 * `unknown` for what is no error.
 */
export function toErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error instanceof XRayExportError && error.cause !== undefined ? toErrorCode(error.cause) : error.name;
}
