import { Writable } from 'node:stream';
import { HEADER_LINE } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { createConsoleSender } from '../../src/senders/console.ts';
import { describeSenderContract } from '../sender-contract.ts';

const A = Buffer.from(`${HEADER_LINE}{"id":"a"}`);
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

  it('leaves the stream open for the app', async () => {
    const { stream } = createSink();
    const sender = createConsoleSender({ stream });
    await sender.shutdown();
    expect(stream.writableEnded).toBe(false);
  });
});
