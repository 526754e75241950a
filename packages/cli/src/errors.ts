/** Why a command ends early: its message goes to standard error, its code to the shell. */
export class CommandError extends Error {
  /** 1: the work failed; 2: the command was called wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, { exitCode, cause }: { exitCode: 1 | 2; cause?: unknown }) {
    super(message, { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** The command was called in a way that it does not know. Exit code 2. */
export class UsageError extends CommandError {
  constructor(message: string, cause?: unknown) {
    super(message, { exitCode: 2, cause });
    this.name = 'UsageError';
  }
}

/** Nobody reads standard output any more, as after `| head`: the end of the work, not a failure. */
export class OutputClosedError extends CommandError {
  constructor(cause: unknown) {
    super('standard output was closed', { exitCode: 1, cause });
    this.name = 'OutputClosedError';
  }
}
