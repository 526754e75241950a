import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { streamedHead, watchStreamedHeads } from '../../src/invocation/streamed-head.ts';

type From = (stream: unknown, head?: unknown) => unknown;
const scope = globalThis as { awslambda?: unknown };

function install(from: unknown): { readonly HttpResponseStream: { from: From } } {
  const awslambda = { HttpResponseStream: { from: from as From } };
  scope.awslambda = awslambda;
  return awslambda;
}

const give: From = (stream) => stream;

describe('streamedHead', () => {
  afterEach(() => {
    delete scope.awslambda;
    Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda streamed heads'));
  });

  it.each([
    { head: { statusCode: 500 }, status: 500, why: 'its status' },
    { head: { statusCode: '404' }, status: '404', why: 'a text, as it is' },
    { head: { headers: {} }, status: 200, why: 'none: Lambda sends 200' },
    { head: undefined, status: 200, why: 'no head' },
    { head: null, status: 200, why: 'null' },
  ])('tells what the answer begins with ($why)', ({ head, status }) => {
    const { HttpResponseStream } = install(give);
    watchStreamedHeads();
    const stream = new PassThrough();
    expect(HttpResponseStream.from(stream, head)).toBe(stream);
    expect(streamedHead(stream)).toEqual({ statusCode: status });
  });

  it('is 200 for a stream that is written to without a head', () => {
    install(give);
    watchStreamedHeads();
    expect(streamedHead(new PassThrough())).toEqual({ statusCode: 200 });
  });

  it('is the head as it went out, whatever becomes of the object', () => {
    const { HttpResponseStream } = install(give);
    watchStreamedHeads();
    const [stream, head] = [new PassThrough(), { statusCode: 201 }];
    HttpResponseStream.from(stream, head);
    head.statusCode = 500;
    expect(streamedHead(stream)).toEqual({ statusCode: 201 });
  });

  it('watches a function once, and one that takes its place too', () => {
    const awslambda = install(give);
    watchStreamedHeads();
    const { from: watched } = awslambda.HttpResponseStream;
    watchStreamedHeads();
    expect(awslambda.HttpResponseStream.from).toBe(watched);
    awslambda.HttpResponseStream.from = (stream) => stream;
    watchStreamedHeads();
    const stream = new PassThrough();
    awslambda.HttpResponseStream.from(stream, { statusCode: 202 });
    expect(streamedHead(stream)).toEqual({ statusCode: 202 });
  });

  it('passes on `this`, what is returned, and what is thrown', () => {
    const seen: unknown[] = [];
    const { HttpResponseStream } = install(function from(this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
      if (args[0] === undefined) throw new TypeError('no stream');
      return 'given';
    });
    watchStreamedHeads();
    const hostile = Object.defineProperty({}, 'statusCode', {
      get: () => {
        throw new Error('not today');
      },
    });
    expect(HttpResponseStream.from('no object', hostile)).toBe('given');
    expect(seen).toEqual([HttpResponseStream, 'no object', hostile]);
    expect(() => HttpResponseStream.from(undefined)).toThrow(new TypeError('no stream'));
  });

  it.each([
    { awslambda: undefined, why: 'there is no such global' },
    { awslambda: {}, why: 'it has no such member' },
    { awslambda: { HttpResponseStream: Object.freeze({ from: give }) }, why: 'it cannot be changed' },
    {
      awslambda: Object.defineProperty({}, 'HttpResponseStream', {
        get: () => {
          throw new Error('not today');
        },
      }),
      why: 'it cannot be read',
    },
  ])('is not known where $why', ({ awslambda }) => {
    scope.awslambda = awslambda;
    watchStreamedHeads();
    expect(streamedHead(new PassThrough())).toBeUndefined();
  });
});
