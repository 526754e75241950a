import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { streamEnd } from '../../src/invocation/stream-end.ts';

/** Whether a promise is settled once everything that was due has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('streamEnd', () => {
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
    const stream = new PassThrough();
    const ended = streamEnd(stream);
    stream.emit(event, new Error('broken'));
    expect(await isSettled(ended)).toBe(true);
  });

  it('tells the error that the stream was destroyed with, before or while it is waited for', async () => {
    const error = new Error('gone');
    const waited = new PassThrough();
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
    expect(await streamEnd(new PassThrough().destroy())).toBeUndefined();
  });

  it.each([undefined, null, {}, 'text'])('does not wait for %s, which is no stream', async (stream) => {
    expect(await isSettled(streamEnd(stream))).toBe(true);
  });
});
