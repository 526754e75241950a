/** What every error of this package is; `cause` holds what went wrong below it. */
export class XRayExportError extends Error {
  override readonly name: string = 'XRayExportError';
}

/** Never throws, whatever the value is a proxy of. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/**
 * `ENOTFOUND` and the like, where an error or the cause of one of ours carries one; else its class: `TypeError`;
 * `unknown` for what is no error, or cannot be read. Never throws.
 */
export function toErrorCode(error: unknown): string {
  try {
    return readErrorCode(error);
  } catch {
    return 'unknown';
  }
}

function readErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error instanceof XRayExportError && error.cause !== undefined ? readErrorCode(error.cause) : error.name;
}
