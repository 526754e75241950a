import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

/** What the directory at the end of an archive says of one file. */
export interface UnzippedFile {
  readonly path: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END_BYTES = 22;

/**
 * Reads an archive as whoever unpacks it does, from the directory at its end, and writes the files with their modes.
 *
 * @throws Error for an archive that is not whole.
 * @see APPNOTE.TXT 6.3.10, 4.3.12 and 4.3.16.
 */
export async function unzip(archive: string, folder: string): Promise<readonly UnzippedFile[]> {
  const zip = await readFile(archive);
  const end = zip.length - DIRECTORY_END_BYTES;
  if (zip.readUInt32LE(end) !== DIRECTORY_END) throw new Error('the directory does not end the archive');
  const files: UnzippedFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`no entry of the directory at ${at}`);
    files.push(readEntry(zip, at));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  for (const { path, mode, bytes } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    await chmod(file, mode);
  }
  return files;
}

function readEntry(zip: Buffer, at: number): UnzippedFile {
  const path = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
  const header = zip.readUInt32LE(at + 42);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20)));
  if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${path} is not what was packed`);
  return { path, mode: zip.readUInt16LE(at + 40) & 0o777, bytes };
}
