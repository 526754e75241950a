import { describe, expect, it } from 'vitest';
import type { SegmentDocument } from '../src/document.ts';
import { encode, HEADER_LINE, stringifyDocument } from '../src/encode.ts';
import { segment } from './documents.ts';

const document = segment(1);
const { id, trace_id, ...rest } = document;
const IDS_FIRST = JSON.stringify({ id, trace_id, ...rest });

describe('stringifyDocument', () => {
  it.each([
    { given: { id, trace_id, ...rest }, why: 'as translate writes it' },
    { given: { trace_id, id, ...rest }, why: 'the two the other way round' },
    { given: { ...rest, id, trace_id }, why: 'both behind' },
    { given: { id, ...rest, trace_id }, why: 'something between them' },
  ])('puts id and trace_id first, the rest in its order: $why', ({ given }) => {
    expect(stringifyDocument(given)).toBe(IDS_FIRST);
  });

  it.each([
    { id: 'short', why: 'not 16 digits' },
    { id: '"},"trace_id":"x', why: 'looks like the end of a member' },
    { id: '0123456789abcdef","trace_id":"x', why: 'goes on as the second member would' },
    { id: 'é'.repeat(16), why: 'not ASCII' },
  ])('puts them first also with an id that is none ($why)', ({ id: odd }) => {
    const given: SegmentDocument = { id: odd, ...rest, trace_id };
    expect(stringifyDocument(given)).toBe(JSON.stringify({ id: odd, trace_id, ...rest }));
  });
});

describe('encode', () => {
  it('writes the header line and the document in UTF-8', () => {
    const bytes = encode({ ...document, name: 'Zürich 🚆' });
    expect(bytes.subarray(0, HEADER_LINE.length).toString()).toBe('{"format":"json","version":1}\n');
    expect(JSON.parse(bytes.subarray(HEADER_LINE.length).toString())).toEqual({ ...document, name: 'Zürich 🚆' });
  });

  it('throws for a cycle, and for nothing else', () => {
    const cyclic = { ...document, metadata: {} as Record<string, Record<string, never>> };
    cyclic.metadata['default'] = cyclic.metadata as never;
    expect(() => encode(cyclic)).toThrow(TypeError);
  });

  it('leaves each datagram its bytes, however many follow, whatever they hold', () => {
    const texts = ['', 'größe', '漢字'.repeat(900), '\ud800', '😀', 'x'.repeat(30_000), 'é'.repeat(40_000)];
    const documents = Array.from({ length: 60 }, (_, index) => ({
      id,
      trace_id,
      ...rest,
      user: `${index} ${texts[index % texts.length]}`,
    }));
    const datagrams = documents.map(encode);
    const plain = documents.map((whole) => Buffer.from(HEADER_LINE + JSON.stringify(whole)));
    expect(datagrams.map(String)).toEqual(plain.map(String));
    expect(datagrams.map(({ length }) => length)).toEqual(plain.map(({ length }) => length));
  });
});
