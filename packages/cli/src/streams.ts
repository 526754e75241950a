import type { Readable, Writable } from 'node:stream';
import { CommandError } from './errors.ts';

/** What a command reads and writes; `process` is one. */
export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * The bytes of standard input, as they come.
 *
 * @throws CommandError where it cannot be read, as with a directory.
 */
export async function* chunksOf(stdin: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stdin) yield chunk as Uint8Array;
  } catch (cause) {
    throw new CommandError(`cannot read standard input: ${messageOf(cause)}`, { exitCode: 1, cause });
  }
}

/** The message of whatever was thrown. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
