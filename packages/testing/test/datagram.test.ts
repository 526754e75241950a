import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseDatagram } from '../src/datagram.ts';

const HEADER = '{"format":"json","version":1}';

describe('parseDatagram', () => {
  it.each([
    { header: HEADER, why: 'canonical' },
    { header: '{"format": "json", "version": 1}', why: 'white space inside' },
    { header: '  {"version":1,"format":"json"}  ', why: 'white space around, other order' },
    { header: `${HEADER}\r`, why: 'carriage return before the line feed' },
    { header: '{"Format":"JSON","VERSION":1}', why: 'names and format in any case' },
    { header: '{"format":"json","version":1,"more":[]}', why: 'members it does not know' },
    { header: '{"format":"xml","FORMAT":"json","version":1}', why: 'the last of equal names counts' },
  ])('takes the header $header ($why)', ({ header }) => {
    expect(parseDatagram(Buffer.from(`${header}\n{"id":"a"}`))).toEqual({ ok: true, document: { id: 'a' } });
  });

  it.each([
    { datagram: '', reason: 'no-line-feed', why: 'empty datagram' },
    { datagram: `${HEADER}{"id":"a"}`, reason: 'no-line-feed', why: 'nothing between header and body' },
    { datagram: `${HEADER}\n`, reason: 'empty-body', why: 'header alone' },
    { datagram: '\n{"id":"a"}', reason: 'bad-header', why: 'no header before the line feed' },
    { datagram: '{"format":"json",\n"version":1}\n{"id":"a"}', reason: 'bad-header', why: 'header on two lines' },
    { datagram: 'null\n{"id":"a"}', reason: 'bad-header', why: 'header is no object' },
    { datagram: '[]\n{"id":"a"}', reason: 'bad-header', why: 'header is an array' },
    { datagram: '{"version":1}\n{"id":"a"}', reason: 'bad-format', why: 'no format' },
    { datagram: '{"format":"xml","version":1}\n{"id":"a"}', reason: 'bad-format', why: 'another format' },
    { datagram: '{"format":1,"version":1}\n{"id":"a"}', reason: 'bad-format', why: 'format is no text' },
    { datagram: '{"format":"json"}\n{"id":"a"}', reason: 'bad-version', why: 'no version' },
    { datagram: '{"format":"json","version":2}\n{"id":"a"}', reason: 'bad-version', why: 'another version' },
    { datagram: '{"format":"json","version":"1"}\n{"id":"a"}', reason: 'bad-version', why: 'version is a text' },
    { datagram: '{"format":"json","version":1.0}\n{"id":"a"}', reason: 'bad-version', why: 'version is no integer' },
    { datagram: '{"format":"json","version":1e0}\n{"id":"a"}', reason: 'bad-version', why: 'nor is this one' },
    { datagram: `${HEADER}\nT1SCgQ=`, reason: 'bad-body', why: 'body is not JSON' },
    { datagram: `${HEADER}\n[{"id":"a"}]`, reason: 'bad-body', why: 'there is no array form' },
    { datagram: `${HEADER}\n{"id":"a"}\n{"id":"b"}`, reason: 'bad-body', why: 'one datagram is one document' },
    { datagram: `${HEADER}\nnull`, reason: 'bad-body', why: 'body is no object' },
  ])('rejects $datagram as $reason ($why)', ({ datagram, reason }) => {
    expect(parseDatagram(Buffer.from(datagram))).toMatchObject({ ok: false, reason });
  });

  it.each([
    { bytes: 65_536, ok: true, why: 'the size of the daemon’s buffer' },
    { bytes: 65_537, ok: false, why: 'a byte more' },
  ])('takes $bytes bytes: $ok ($why)', ({ bytes, ok }) => {
    const frame = `${HEADER}\n{"id":""}`;
    const datagram = Buffer.from(`${HEADER}\n{"id":"${'x'.repeat(bytes - frame.length)}"}`);
    expect(datagram).toHaveLength(bytes);
    const parsed = parseDatagram(datagram);
    expect(parsed.ok ? undefined : parsed.reason).toBe(ok ? undefined : 'too-large');
  });

  it('keeps line feeds of the body', () => {
    const document = { id: 'a', name: 'two\nlines' };
    const datagram = Buffer.from(`${HEADER}\n${JSON.stringify(document, null, 2)}\n`);
    expect(parseDatagram(datagram)).toEqual({ ok: true, document });
  });

  it('says what it found instead, shortened', () => {
    const parsed = parseDatagram(Buffer.from(`${'x'.repeat(500)}\n{}`));
    expect(parsed).toEqual({
      ok: false,
      reason: 'bad-header',
      message: `expected a JSON object as header line, found "${'x'.repeat(80)}…"`,
    });
  });

  test('any JSON object survives the way through a datagram', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (document) => {
        const body = JSON.stringify(document);
        const datagram = Buffer.from(`${HEADER}\n${body}`);
        expect(parseDatagram(datagram)).toEqual({ ok: true, document: JSON.parse(body) });
      }),
    );
  });

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseDatagram(Buffer.from(bytes))).toHaveProperty('ok');
      }),
    );
  });
});
