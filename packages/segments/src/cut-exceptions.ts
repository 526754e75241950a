import { withoutLast } from './cut-lists.ts';
import type { Place } from './cut-place.ts';
import type { ExceptionRecord, SegmentDocument, StackFrame } from './document.ts';
import { jsonBytes } from './size.ts';

/** Stacks of exceptions. */
export function framesOf({ cause }: SegmentDocument): Place[] {
  return (cause?.exceptions ?? []).flatMap((exception, index) => {
    const { stack } = exception;
    if (stack === undefined) return [];
    const bytes = jsonBytes(stack);
    const cut: Place['cut'] = (neededBytes) => {
      const before = jsonBytes(exception);
      cutFrames(exception, stack, bytes - neededBytes - COUNT_BYTES);
      const freedBytes = before - jsonBytes(exception);
      return { freedBytes, leftOut: 0, kind: 'cut', done: `${freedBytes} bytes cut` };
    };
    return [{ field: `cause.exceptions.${index}.stack`, bytes, cut }];
  });
}

/** `,"truncated":1234567`, `,"skipped":1234567` */
const COUNT_BYTES = 20;

/** The innermost frames tell where it broke, the outermost how it came there: those between go. */
function cutFrames(exception: ExceptionRecord, stack: readonly StackFrame[], keptBytes: number): void {
  const head: StackFrame[] = [];
  const tail: StackFrame[] = [];
  let bytes = 2;
  for (let taken = 0; taken < stack.length; taken++) {
    const fromHead = taken % 2 === 0;
    const frame = (fromHead ? stack[head.length] : stack[stack.length - 1 - tail.length]) as StackFrame;
    bytes += jsonBytes(frame) + 1;
    if (bytes > keptBytes) break;
    (fromHead ? head : tail).push(frame);
  }
  const kept = [...head, ...tail.reverse()];
  exception.truncated = (exception.truncated ?? 0) + stack.length - kept.length;
  if (kept.length > 0) exception.stack = kept;
  else delete exception.stack;
}

/** Exceptions but the first, which is what was thrown: the last causes go first, and `skipped` counts them. */
export function exceptionsOf({ cause }: SegmentDocument): Place[] {
  const exceptions = cause?.exceptions;
  if (cause === undefined || exceptions === undefined || exceptions.length < 2) return [];
  const cut: Place['cut'] = (neededBytes) => {
    const { kept, removed, freedBytes } = withoutLast(exceptions, neededBytes + COUNT_BYTES, 1);
    skip(kept, removed);
    cause.exceptions = kept;
    return { freedBytes, leftOut: 0, kind: 'cut', done: `${removed.length} of ${exceptions.length} left out` };
  };
  return [{ field: 'cause.exceptions', bytes: jsonBytes(exceptions), cut }];
}

function skip(kept: readonly ExceptionRecord[], removed: readonly ExceptionRecord[]): void {
  const gone = new Set(removed.map(({ id }) => id));
  for (const exception of kept) if (exception.cause !== undefined && gone.has(exception.cause)) delete exception.cause;
  const last = kept.at(-1) as ExceptionRecord;
  last.skipped = removed.reduce((sum, { skipped = 0 }) => sum + 1 + skipped, last.skipped ?? 0);
}
