import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TOOLS } from './folders.ts';
import { installTools } from './tools.ts';

/** A file in an archive. */
export interface ZipEntry {
  /** `nodejs/node_modules/…`, without a leading slash. */
  readonly path: string;
  /** `0o755` */
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/** What is used of fflate. Its deflate is written in JavaScript; that of `node:zlib` chooses its hash by what the processor has. */
interface Fflate {
  zipSync(files: Readonly<Record<string, readonly [Uint8Array, object]>>): Uint8Array;
}

/** An archive of these files, in this order: the same bytes for the same files, whenever and wherever it is made. */
export async function toZip(entries: readonly ZipEntry[]): Promise<Uint8Array> {
  await installTools();
  const { zipSync } = createRequire(join(TOOLS, 'package.json'))('fflate') as Fflate;
  // The first time that the format knows, and in it local time: the same fields in every zone.
  const mtime = new Date(1980, 0, 1);
  return zipSync(
    Object.fromEntries(
      entries.map(({ path, mode, bytes }) => [
        path,
        [bytes, { level: 9, mtime, os: UNIX, attrs: (REGULAR_FILE | mode) * 65_536 }],
      ]),
    ),
  );
}

/** The system whose modes the upper half of a file's attributes has. */
const UNIX = 3;
const REGULAR_FILE = 0o100000;
