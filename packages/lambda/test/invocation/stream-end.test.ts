import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import type { ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchStream } from '../../src/invocation/stream-end.ts';

/** Whether a promise is settled once everything that was due has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

/** `once` of `node:events` would reject on an error. */
const closed = (stream: EventEmitter): Promise<unknown> => new Promise((resolve) => stream.once('close', resolve));

const streamEnd = (stream: unknown): ReturnType<ReturnType<typeof watchStream>['end']> =>
  watchStream(stream, () => undefined).end();

const CLOSED_EARLY = { error: new Error('the response stream was closed before it had finished') };

describe('the end of a watched stream', () => {
  it('waits until what was written is out', async () => {
    let release: () => void = () => undefined;
    const stream = new Writable({ write: (_chunk, _encoding, done) => (release = done) });
    stream.end('slow');
    const ended = streamEnd(stream);
    expect(await isSettled(ended)).toBe(false);
    release();
    await ended;
    expect(stream.writableFinished).toBe(true);
  });

  it('is there at once for a stream that has finished, or was destroyed', async () => {
    const finished = new Writable({ write: (_chunk, _encoding, done) => done() });
    finished.end();
    await once(finished, 'finish');
    expect(await isSettled(streamEnd(finished))).toBe(true);
    expect(await isSettled(streamEnd(new PassThrough().destroy()))).toBe(true);
  });

  it.each(['close', 'error'])('does not wait beyond %s', async (event) => {
    const stream = new PassThrough().on('error', () => undefined);
    const ended = streamEnd(stream);
    stream.emit(event, new Error('broken'));
    expect(await isSettled(ended)).toBe(true);
  });

  it('tells the error that the stream was destroyed with, before or while it is waited for', async () => {
    const error = new Error('gone');
    const waited = new PassThrough().on('error', () => undefined);
    const ended = streamEnd(waited);
    waited.destroy(error);
    expect(await ended).toEqual({ error });
    const destroyed = new PassThrough().on('error', () => undefined);
    destroyed.destroy(error);
    expect(await streamEnd(destroyed)).toEqual({ error });
  });

  it('tells of no error where there was none', async () => {
    const finished = new PassThrough().end();
    expect(await streamEnd(finished)).toBeUndefined();
    await once(finished.resume(), 'close');
    expect(await streamEnd(finished)).toBeUndefined();
  });

  it('takes one that was closed before its end for broken, and shows no frame of ours', async () => {
    const watch = watchStream(new PassThrough().destroy(), () => undefined);
    const failure = await watch.end();
    expect(failure).toEqual(CLOSED_EARLY);
    expect(failure?.error).toHaveProperty('stack', '');
  });

  it('goes by the end of one that does not say whether it is written out', async () => {
    const stream = Object.assign(new EventEmitter(), { destroyed: true });
    expect(await streamEnd(stream)).toBeUndefined();
  });

  it.each([undefined, null, {}, 'text'])('does not wait for %s, which is no stream', async (stream) => {
    expect(await isSettled(streamEnd(stream))).toBe(true);
  });
});

describe('a stream that breaks', () => {
  it('is told of at once while the handler runs, and at its end', async () => {
    const error = new Error('gone');
    const stream = new PassThrough().on('error', () => undefined);
    const onFailure = vi.fn();
    const watch = watchStream(stream, onFailure);
    stream.destroy(error);
    await closed(stream);
    expect(onFailure.mock.calls).toEqual([[{ error }]]);
    expect(await watch.end()).toEqual({ error });
  });

  it('is told of at its end alone when that is waited for', async () => {
    const stream = new PassThrough().on('error', () => undefined);
    const onFailure = vi.fn();
    const ended = watchStream(stream, onFailure).end();
    stream.destroy(new Error('gone'));
    expect(await ended).toEqual({ error: new Error('gone') });
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('is nobody’s to handle for being watched', () => {
    const stream = new PassThrough();
    void watchStream(stream, () => undefined).end();
    expect(stream.listenerCount('error')).toBe(0);
    expect(() => stream.emit('error', new Error('gone'))).toThrow('gone');
  });
});

/** Members of Lambda's own stream, which is an object around an HTTP request. */
const METHODS = [
  'destroy',
  'end',
  'write',
  'on',
  'once',
  'emit',
  'listenerCount',
  'removeListener',
  'removeAllListeners',
] as const;
const PROPERTIES = ['destroyed', 'writableFinished', 'writableEnded', 'writable'] as const;

/** A request that is handed out as Lambda's runtime client does, to a server that takes all and answers nothing. */
async function openLambdaStream(): Promise<ClientRequest> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const inner = request({ host: '127.0.0.1', port, method: 'POST' }).on('error', () => undefined);
  onTestFinished(() => {
    inner.destroy();
    server.closeAllConnections();
    server.close();
  });
  const outer = Object.fromEntries(METHODS.map((name) => [name, (inner[name] as () => unknown).bind(inner)]));
  for (const name of PROPERTIES) Object.defineProperty(outer, name, { get: () => inner[name] });
  return outer as unknown as ClientRequest;
}

async function* failing(): AsyncGenerator<string> {
  yield 'so far';
  throw new Error('gone');
}

describe('the end of a stream that does not show what it was destroyed with', () => {
  it.each([
    { why: 'destroyed', run: (stream: ClientRequest) => void stream.destroy(new Error('gone')), message: 'gone' },
    {
      why: 'destroyed without an error',
      run: (stream: ClientRequest) => void stream.destroy(),
      message: 'socket hang up',
    },
    {
      why: 'destroyed while it is open',
      run: async (stream: ClientRequest) => {
        await once(stream, 'socket');
        stream.destroy(new Error('gone'));
      },
      message: 'gone',
    },
    {
      why: 'destroyed some time ago',
      run: async (stream: ClientRequest) => {
        stream.destroy(new Error('gone'));
        await closed(stream);
      },
      message: 'gone',
    },
    {
      why: 'an error that somebody else emits',
      run: (stream: ClientRequest) => void stream.emit('error', new Error('gone')),
      message: 'gone',
    },
    {
      why: 'a pipeline whose failure is caught',
      run: (stream: ClientRequest) => pipeline(Readable.from(failing()), stream).catch(() => undefined),
      message: 'gone',
    },
    {
      why: 'destroyed when its listeners have been removed',
      run: (stream: ClientRequest) =>
        void stream
          .removeAllListeners()
          .on('error', () => undefined)
          .destroy(),
      message: 'the response stream was closed before it had finished',
    },
  ])('$why', async ({ run, message }) => {
    const stream = await openLambdaStream();
    const watch = watchStream(stream, () => undefined);
    stream.write('so far');
    await run(stream);
    expect(await watch.end()).toEqual({ error: expect.objectContaining({ message }) });
  });

  it('is no failure where all was written', async () => {
    const stream = await openLambdaStream();
    const watch = watchStream(stream, () => undefined);
    stream.end('all of it');
    expect(await watch.end()).toBeUndefined();
  });
});
