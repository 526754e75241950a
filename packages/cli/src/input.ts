import type { Readable } from 'node:stream';
import { JsonObjectReader } from './json-objects.ts';
import type { ReadObject } from './json-text.ts';
import { LineSplitter, type Line } from './lines.ts';
import { chunksOf } from './streams.ts';

// A Collector's default batch of 8,192 spans is some 10 MB; parsed, a line takes several times its size in memory.
const MAX_OBJECT_BYTES = 64 * 2 ** 20;

/**
 * The JSON values of standard input, in batches: what each chunk of it completes. A batch must be read to its end
 * before the next. Memory is that of the largest single value, which has a limit: larger ones are left out, with a word.
 */
export async function* objectsOf(stdin: Readable): AsyncGenerator<Iterable<ReadObject>> {
  const splitter = new LineSplitter({ maxBytes: MAX_OBJECT_BYTES });
  const reader = new JsonObjectReader({ maxBytes: MAX_OBJECT_BYTES });
  for await (const chunk of chunksOf(stdin)) yield readLines(reader, splitter.push(chunk));
  yield readLines(reader, splitter.end());
  yield reader.end();
}

function* readLines(reader: JsonObjectReader, lines: Iterable<Line>): Generator<ReadObject> {
  for (const line of lines) yield* reader.push(line);
}
