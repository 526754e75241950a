/** What an exception tells of itself. */
export interface ErrorText {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** The parts of an exception; a text is the message of an `Error` without a stack, so that snapshots do not move. */
export function readError(error: unknown): ErrorText {
  if (error instanceof Error) return { type: error.name, message: error.message, stack: error.stack };
  return { type: 'Error', message: String(error), stack: undefined };
}
