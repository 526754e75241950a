import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startCommand } from './run-command.ts';
import { lineOf, spanOf } from './requests.ts';

const LINES_A_CHUNK = 50;
const CHUNKS = 200;
// Far less than the input: a command that kept what it has read would run out of it.
const MAX_HEAP_MEGABYTES = 48;

async function countLines(output: AsyncIterable<Buffer>): Promise<number> {
  let count = 0;
  for await (const chunk of output) {
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) count++;
  }
  return count;
}

test('translates 200 MB in constant memory, and loses nothing', { timeout: 60_000 }, async () => {
  const attributes = Array.from({ length: 10 }, (_, index) => ({
    key: `app.payload.${index}`,
    value: { stringValue: 'x'.repeat(1950) },
  }));
  const chunk = Buffer.from(lineOf(spanOf({ attributes })).repeat(LINES_A_CHUNK));
  expect(chunk.length * CHUNKS).toBeGreaterThan(200e6);

  const child = startCommand(['translate'], [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`]);
  const [documents, complaints, [code]] = await Promise.all([
    countLines(child.stdout),
    text(child.stderr),
    once(child, 'close'),
    pipeline(Readable.from(repeat(chunk, CHUNKS), { objectMode: false }), child.stdin as Writable),
  ]);
  expect(documents).toBe(LINES_A_CHUNK * CHUNKS);
  expect(complaints).toBe('');
  expect(code).toBe(0);
});

function* repeat(chunk: Buffer, times: number): Generator<Buffer> {
  for (let i = 0; i < times; i++) yield chunk;
}
