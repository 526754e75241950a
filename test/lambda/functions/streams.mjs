import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { trace } from '@opentelemetry/api';

const { streamifyResponse, HttpResponseStream } = globalThis.awslambda;
const tracer = trace.getTracer('streams');

/** Lines, each of which takes work of its own. */
async function* lines() {
  for (const word of ['one', 'two', 'three']) {
    await tracer.startActiveSpan(`write ${word}`, async (span) => {
      await new Promise(setImmediate);
      span.end();
    });
    yield `${word} `;
  }
}

export const piped = streamifyResponse((_event, stream) => pipeline(Readable.from(lines()), stream));

/** Settles at once, and goes on writing. */
export const goesOn = streamifyResponse(async (_event, stream) => {
  Readable.from(lines()).pipe(stream);
});

export const withHead = streamifyResponse(async (_event, stream) => {
  const http = HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-kind': 'tea' } });
  http.end('poured');
  await once(http, 'finish');
});

/** Answers with the status of the event. */
export const withStatus = streamifyResponse(async (event, stream) => {
  const { statusCode } = JSON.parse(event.body);
  HttpResponseStream.from(stream, { statusCode, headers: {} }).end('done');
});

/** Settles, and breaks its stream then. */
export const breaks = streamifyResponse(async (_event, stream) => {
  stream.on('error', () => undefined);
  stream.write('so far ');
  setImmediate(() => stream.destroy(new RangeError('no more tea')));
});

/** Breaks its stream, and never settles. */
export const breaksAndRunsOn = streamifyResponse((_event, stream) => {
  stream.write('so far ');
  stream.destroy(new RangeError('no more tea'));
  return new Promise(() => undefined);
});

export const failsMidway = streamifyResponse(async (_event, stream) => {
  stream.write('so far ');
  await new Promise(setImmediate);
  throw new RangeError('no more rows');
});

export const throwsAtOnce = streamifyResponse(() => {
  throw new RangeError('no rows');
});

export const isNoPromise = streamifyResponse((_event, stream) => {
  stream.end('too soon');
});
