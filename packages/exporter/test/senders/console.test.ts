import { PassThrough, Writable } from 'node:stream';
import { HEADER_LINE } from '@otel-xray/segments';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createConsoleSender } from '../../src/senders/console.ts';
import { MAX_WAITING_BYTES } from '../../src/senders/waiting.ts';
import { describeSenderContract } from '../sender-contract.ts';

const A = Buffer.from(`${HEADER_LINE}{"id":"a"}`);
const LOST = new Error('lost');
const B = Buffer.from(`${HEADER_LINE}{"id":"b"}`);

/** A stream that keeps what is written to it. */
function createSink(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

describeSenderContract('createConsoleSender', async () => {
  const { stream, text } = createSink();
  return {
    sender: createConsoleSender({ stream }),
    received: async () => text().split('\n').filter(Boolean),
    breakOff: async () => void stream.destroy(),
    close: async () => void stream.destroy(),
  };
});

describe('createConsoleSender', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('writes each document as a line, without the header line, and counts them', async () => {
    const { stream, text } = createSink();
    const sender = createConsoleSender({ stream });
    await sender.send([A, B]);
    expect(text()).toBe('{"id":"a"}\n{"id":"b"}\n');
    expect(sender.stats?.()).toEqual({ documents: 2, bytes: 22 });
  });

  it('answers failed for a stream that is broken, without an unheard error event', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const sender = createConsoleSender({ stream });
    await expect(sender.send([A])).resolves.toEqual({ status: 'failed', error: expect.any(Error) as Error });
    await expect(sender.send([A])).resolves.toMatchObject({ status: 'failed' });
    await sender.shutdown();
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('hears what a stream reports before, between and after writes, and sends on where it can', async () => {
    const { stream, text } = createSink();
    const sender = createConsoleSender({ stream });
    // An error event that nobody hears throws here.
    stream.emit('error', LOST);
    await sender.send([A]);
    await new Promise(setImmediate);
    stream.emit('error', LOST);
    await expect(sender.send([B])).resolves.toEqual({ status: 'sent' });
    expect(text()).toBe('{"id":"a"}\n{"id":"b"}\n');
    await sender.shutdown();
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('answers failed for a write that a stream forgets as it closes', async () => {
    const stream = new Writable({ write: () => {} });
    const sender = createConsoleSender({ stream });
    const outcome = sender.send([A]);
    stream.destroy();
    await expect(outcome).resolves.toMatchObject({ status: 'failed', error: { cause: expect.any(Error) as unknown } });
    await sender.shutdown();
  });

  it('hears what comes of a write that outlasts the shutdown', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stream = new Writable({ write: () => {} });
    const sender = createConsoleSender({ stream });
    const outcome = sender.send([A]);
    const closing = sender.shutdown();
    await vi.advanceTimersByTimeAsync(5_000);
    await closing;
    vi.useRealTimers();
    stream.destroy(LOST);
    await expect(outcome).resolves.toMatchObject({ status: 'failed', error: { cause: LOST } });
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('hears the error that a file reports only when it is closed, after the shutdown', async () => {
    const closing = Promise.withResolvers<() => void>();
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(LOST),
      destroy: (error, done) => closing.resolve(() => done(error)),
    });
    const sender = createConsoleSender({ stream });
    await expect(sender.send([A])).resolves.toMatchObject({ status: 'failed', error: { cause: LOST } });
    await sender.shutdown();
    await new Promise(setImmediate);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    (await closing.promise)();
    // An error that nobody hears would end the test run here.
    await closed;
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('leaves what standard output reports between two writes to the app', async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation((_bytes, done: unknown) => {
      (done as () => void)();
      return true;
    });
    const before = process.stdout.listenerCount('error');
    const sender = createConsoleSender();
    await expect(sender.send([A])).resolves.toEqual({ status: 'sent' });
    await new Promise(setImmediate);
    vi.mocked(process.stdout.write).mockRestore();
    expect(process.stdout.listenerCount('error')).toBe(before);
  });

  it.each([5, 'stdout', {}, { write: true, on: () => {} }])('throws a TypeError for %j as its stream', (stream) => {
    expect(() => createConsoleSender({ stream: stream as never })).toThrow(
      new TypeError('stream: expected a writable stream'),
    );
  });

  it('writes all that one turn brings, however much, to a stream that takes it at once', async () => {
    let bytes = 0;
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    });
    const sender = createConsoleSender({ stream });
    const sends = Array.from({ length: 3 }, () => sender.send([Buffer.alloc(6_000_000, 'x')]));
    await expect(Promise.all(sends)).resolves.toEqual(sends.map(() => ({ status: 'sent' })));
    expect(bytes).toBe(18_000_003);
    await sender.shutdown();
  });

  it.each([
    { stream: 'emits an error and calls nothing back', write: (sink: Writable) => void sink.emit('error', LOST) },
    {
      stream: 'throws',
      write: () => {
        throw LOST;
      },
    },
  ])('answers failed for a stream that $stream', async ({ write }) => {
    const stream = new PassThrough();
    vi.spyOn(stream, 'write').mockImplementation(() => write(stream) as never);
    const error = expect.objectContaining({ message: 'the stream took nothing', cause: LOST }) as Error;
    await expect(createConsoleSender({ stream }).send([A])).resolves.toEqual({ status: 'failed', error });
  });

  it('waits for a slow stream with one listener, however many sends overlap', async () => {
    const { stream, text } = createSink();
    const sender = createConsoleSender({ stream });
    const outcomes = Array.from({ length: 50 }, () => sender.send([A]));
    expect(stream.listenerCount('error')).toBe(1);
    await expect(Promise.all(outcomes)).resolves.toEqual(outcomes.map(() => ({ status: 'sent' })));
    expect(text().split('\n')).toHaveLength(51);
    await sender.shutdown();
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it.each([
    { of: 'bytes', objectMode: false },
    { of: 'objects', objectMode: true },
  ])('holds a bounded number of bytes for a stream of $of that takes none', async ({ objectMode }) => {
    const held: (() => void)[] = [];
    const stream = new Writable({ objectMode, write: (_chunk, _encoding, done) => void held.push(done) });
    const sender = createConsoleSender({ stream });
    const waiting = sender.send([Buffer.alloc(MAX_WAITING_BYTES, 'x')]);
    await expect(sender.send([A])).resolves.toMatchObject({
      status: 'failed',
      error: { cause: expect.objectContaining({ message: 'too many bytes wait for the stream' }) as unknown },
    });
    held.shift()?.();
    await expect(waiting).resolves.toEqual({ status: 'sent' });
  });

  it('leaves the stream open for the app', async () => {
    const { stream } = createSink();
    const sender = createConsoleSender({ stream });
    await sender.shutdown();
    expect(stream.writableEnded).toBe(false);
  });
});
