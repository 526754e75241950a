import { type ErrorHint, findHeadEnd } from './error-head.ts';
import type { ParsedStack } from './parsed-stack.ts';
import { StackReader } from './stack-reader.ts';

// Made once, when the first is needed: with the last reader, the engine would throw away what it has compiled for them.
let v8Reader: StackReader | undefined;
let geckoReader: StackReader | undefined;

/**
 * Parses the stack text of a JavaScript exception, as `exception.stacktrace` holds it: V8 (Node.js), JavaScriptCore
 * (Bun, Safari) and Firefox.
 *
 * Frames are the lines behind the message that begin with `at `, whatever their indentation; what a frame's label and
 * path are, `parseV8Frame` says. The message is passed over exactly where `hint` tells it; without it, it ends at the
 * first line that looks like a frame. A text without message loses no frame. Source-map arrows (`-> /app/cart.ts:3:1`)
 * move the frame above them to the place that they name.
 *
 * Causes are read from what `util.inspect` prints (`[cause]: …`, `[errors]: […]`, with their own causes) and from chains
 * of `Caused by: …` as loggers write them; the other properties that `inspect` prints are passed over. At most 64
 * causes, at most 32 deep. (What the SDKs record is `error.stack`, which holds no causes.)
 *
 * Never throws; linear in the text's length.
 *
 * @see mapping.md §7, the Collector's rules: equal wherever they give the right answer.
 */
export function parseStackTrace(stacktrace: string, hint: ErrorHint = {}): ParsedStack {
  const reader = /^[\t ]*at /m.test(stacktrace)
    ? (v8Reader ??= new StackReader('v8'))
    : (geckoReader ??= new StackReader('gecko'));
  const lines = stacktrace.split('\n');
  const firstFrame = lines.findIndex((line) => reader.isFrame(line));
  const headEnd = findHeadEnd(stacktrace, indexOfLine(lines, firstFrame), hint);
  if (headEnd === -1) {
    lines.forEach((line, index) => (index === 0 && firstFrame !== 0 ? reader.endHead(line) : reader.read(line)));
  } else {
    const [rest = '', ...behind] = stacktrace.slice(headEnd).split('\n');
    reader.endHead(rest);
    for (const line of behind) reader.read(line);
  }
  return reader.end();
}

/** Where the line of that number begins in the text; behind the text's end for -1. */
function indexOfLine(lines: readonly string[], number: number): number {
  const before = number === -1 ? lines : lines.slice(0, number);
  return before.reduce((sum, line) => sum + line.length + 1, 0);
}
