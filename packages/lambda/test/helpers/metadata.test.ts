import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { putMetadata } from '../../src/index.ts';
import { type Recording, startRecording, stopRecording } from './recording.ts';

const PREFIX = 'aws.xray.metadata.';

describe('putMetadata', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
  });

  /** What one call leaves in a namespace. */
  async function afterPutting(...entries: Parameters<typeof putMetadata>[]): Promise<Record<string, unknown>> {
    const { attributes } = await recording.inTrace(() => {
      for (const entry of entries) putMetadata(...entry);
    });
    return Object.fromEntries(
      Object.entries(attributes).map(([key, text]) => [key.slice(PREFIX.length), JSON.parse(text as string)]),
    );
  }

  it('keeps values by namespace and key; the last of a key stands', async () => {
    const metadata = await afterPutting(
      ['cart', { items: [1, 2], gift: null }],
      ['cart', { items: [] }],
      ['attempt', 1],
      ['raw', 'text', 'shop'],
      ['ok', true, ''],
    );
    expect(metadata).toEqual({
      default: { cart: { items: [] }, attempt: 1, ok: true },
      shop: { raw: 'text' },
    });
  });

  it('stands beside what others have put into the namespace', async () => {
    const { attributes } = await recording.inTrace((span) => {
      span.setAttribute(`${PREFIX}shop`, '{"known":1}');
      putMetadata('new', 2, 'shop');
    });
    expect(JSON.parse(attributes[`${PREFIX}shop`] as string)).toEqual({ known: 1, new: 2 });
  });

  it('replaces what is no object', async () => {
    const { attributes } = await recording.inTrace((span) => {
      span.setAttribute(`${PREFIX}shop`, '{"cut by the SDK');
      putMetadata('new', 2, 'shop');
    });
    expect(attributes[`${PREFIX}shop`]).toBe('{"new":2}');
  });

  it('stands in the service’s namespace under the Powertools preset', async () => {
    vi.stubEnv('OTEL_XRAY_PRESET', 'Powertools');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
    expect(await afterPutting(['a', 1], ['b', 2, 'own'])).toEqual({ orders: { a: 1 }, own: { b: 2 } });
  });

  it('keeps a key called __proto__ as any other', async () => {
    const { attributes } = await recording.inTrace(() => {
      putMetadata('__proto__', { x: 1 });
      putMetadata('y', 2);
    });
    expect(attributes[`${PREFIX}default`]).toBe('{"__proto__":{"x":1},"y":2}');
  });

  it('takes no more than about 32,768 characters a namespace, and says what is left out', async () => {
    const { attributes } = await recording.inTrace(() => {
      putMetadata('large', 'x'.repeat(100_000));
      putMetadata('late', 1);
      putMetadata('late', 1);
      putMetadata('elsewhere', 1, 'shop');
    });
    const text = attributes[`${PREFIX}default`] as string;
    expect(text.length).toBeLessThan(33_000);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['large']);
    expect(text).toContain('[cut]');
    expect(attributes[`${PREFIX}shop`]).toBe('{"elsewhere":1}');
    expect(recording.told).toEqual(['warn: otel-xray/lambda the metadata namespace default is full: late is left out']);
  });

  it.each([
    { key: '', namespace: undefined },
    { key: 7, namespace: undefined },
    { key: 'cart', namespace: 7 },
    { key: 'cart', namespace: null },
  ])('ignores key $key in namespace $namespace, with a word', async ({ key, namespace }) => {
    expect(await afterPutting([key as string, 1, namespace as string | undefined])).toEqual({});
    expect(recording.told).toEqual([expect.stringContaining('putMetadata ignores a value')]);
  });

  it('leaves out what JSON leaves out', async () => {
    expect(await afterPutting(['a', undefined], ['b', () => 1], ['c', Symbol('c')])).toEqual({});
  });

  it('never throws, and writes JSON objects alone', async () => {
    const { attributes } = await recording.inTrace(() => {
      fc.assert(
        fc.property(
          fc.anything(),
          fc.anything({ withBigInt: true, withTypedArray: true, withMap: true }),
          (key, value) => putMetadata(key as string, value),
        ),
      );
    });
    expect(JSON.parse(attributes[`${PREFIX}default`] as string)).toBeTypeOf('object');
  });
});
