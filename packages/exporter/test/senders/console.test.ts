import { PassThrough, Writable } from 'node:stream';
import { HEADER_LINE } from '@otel-xray/segments';
import { describe, expect, it, vi } from 'vitest';
import { createConsoleSender } from '../../src/senders/console.ts';
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
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
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
    await new Promise(setImmediate);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('holds a bounded number of bytes for a stream that takes none', async () => {
    const held: (() => void)[] = [];
    const stream = new Writable({ write: (_chunk, _encoding, done) => void held.push(done) });
    const sender = createConsoleSender({ stream });
    const waiting = sender.send([Buffer.alloc(8 * 1024 * 1024, 'x')]);
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
