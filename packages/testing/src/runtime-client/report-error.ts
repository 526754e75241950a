import { fileURLToPath } from 'node:url';
import type { ReportedError } from './api.ts';

interface Frame {
  readonly path: string;
  readonly line: number;
  readonly label: string;
}

/** Bytes that Lambda takes in the X-Ray cause header; a longer one is sent without its stack. */
const MAX_CAUSE_BYTES = 64 * 1024;

// `at label (location:line:column)` or `at location:line:column`.
const FRAME = /^\s*at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/;

/**
 * What the runtime client reports of anything that was thrown: an `Error`, or any other value.
 *
 * Never throws, not even for a value whose `toString` does.
 */
export function reportError(thrown: unknown): ReportedError {
  const { errorType, errorMessage, trace } = describe(thrown);
  const stack = trace.flatMap(parseFrame);
  const exception = { type: errorType, message: errorMessage };
  const full = toXrayCause({ ...exception, stack });
  const xrayCause =
    Buffer.byteLength(full) <= MAX_CAUSE_BYTES ? full : toXrayCause({ ...exception, message: '', stack: [] });
  return { body: { errorType, errorMessage, trace }, xrayCause };
}

function describe(thrown: unknown): ReportedError['body'] {
  try {
    if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    const trace = String(thrown.stack ?? '').split('\n');
    return { errorType: String(thrown.name), errorMessage: String(thrown.message), trace };
  } catch {
    // A value without a usable `toString`, or an error whose members throw: the type is all there is to say.
    return { errorType: typeof thrown, errorMessage: '', trace: [] };
  }
}

function toXrayCause(exception: { type: string; message: string; stack: readonly Frame[] }): string {
  const paths = [...new Set(exception.stack.map((frame) => frame.path))];
  const cause = { working_directory: process.cwd(), exceptions: [exception], paths };
  // Headers are ASCII: JSON may write any other character as an escape.
  return JSON.stringify(cause).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parseFrame(line: string): Frame[] {
  const [, label = 'anonymous', location, lineNumber] = FRAME.exec(line) ?? [];
  if (location === undefined) return [];
  return [{ path: toPath(location), line: Number(lineNumber), label }];
}

function toPath(location: string): string {
  try {
    return location.startsWith('file://') ? fileURLToPath(location) : location;
  } catch {
    // A URL that names no file, from a stack that somebody wrote by hand.
    return location;
  }
}
