import type { StackFrame } from './document.ts';

/** A stack text, taken apart. */
export interface ParsedStack {
  /** Innermost first, at most `MAX_STACK_FRAMES`. */
  readonly frames: StackFrame[];
  /** How many more there were: beyond that limit, or left out by the runtime (`... 7 lines matching cause stack trace ...`). */
  readonly truncated: number;
  /** What caused it, and for an AggregateError its members, in the order of the text. */
  readonly causes: readonly ParsedException[];
}

/** A cause, taken from the text of the exception that it caused. */
export interface ParsedException extends ParsedStack {
  /** `TypeError`, `TypeError [ERR_INVALID_ARG_TYPE]`; `''` for a cause that is no error or has no type. */
  readonly type: string;
  /** May have several lines. A cause that is no error is here as the runtime shows it: `{ code: 1 }`. */
  readonly message: string;
}
