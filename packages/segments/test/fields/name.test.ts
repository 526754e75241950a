import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { cleanName } from '../../src/fields/name.ts';
import type { Attributes } from '../../src/span.ts';
import { callOf, documentOf, LOCAL_PARENT, REMOTE_PARENT, splitOf, translated } from '../spans.ts';

describe('cleanName', () => {
  it.each([
    { raw: 'GET /orders/42', name: 'GET /orders/42', why: 'all allowed' },
    { raw: 'a_b.c:d/e%f&g#h=i+j-k@l', name: 'a_b.c:d/e%f&g#h=i+j-k@l', why: 'every sign that X-Ray takes' },
    { raw: 'GET /orders/{id}?a=(b),[c]*!', name: 'GET /orders/ida=bc', why: 'every other sign goes' },
    { raw: ' orders ', name: 'orders', why: 'trimmed' },
    { raw: '  ', name: '', why: 'only spaces' },
    { raw: '(orders)', name: 'orders', why: 'a sign at the start' },
    { raw: '* orders', name: 'orders', why: 'trimmed after signs are gone' },
    { raw: 'Größe 価格 цена', name: 'Größe 価格 цена', why: 'letters of every script' },
    { raw: 'e\u0301', name: 'e', why: 'a combining mark is no letter' },
    { raw: '🛒 cart', name: 'cart', why: 'an emoji is no letter' },
    { raw: '٣ items', name: 'items', why: 'only ASCII digits' },
    { raw: 'a\tb\nc', name: 'abc', why: 'a space is the only white space' },
    { raw: '\ud800x', name: 'x', why: 'half a pair is no letter' },
    { raw: '𠜎', name: '𠜎', why: 'a letter of two units' },
    { raw: '', name: '', why: 'empty' },
  ])('makes "$name" of "$raw" ($why)', ({ raw, name }) => {
    expect(cleanName(raw)).toBe(name);
  });

  test('keeps nothing that X-Ray refuses, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const name = cleanName(raw);
        expect(name).toMatch(/^[\p{L}0-9 _.:/%&#=+\-@]*$/u);
        expect(name.trim()).toBe(name);
        expect(cleanName(name)).toBe(name);
      }),
    );
  });
});

describe('name', () => {
  it.each([
    { kind: 1, attributes: {}, name: 'orders', why: 'a server is its service' },
    { kind: 1, attributes: { 'aws.local.service': 'front' }, name: 'front', why: 'named by AWS’s distribution' },
    {
      kind: 1,
      attributes: { 'peer.service': 'stock' },
      name: 'stock',
      why: 'as the Collector: a peer before the service',
    },
    { kind: 0, attributes: {}, name: 'work', why: 'an internal span is itself' },
    { kind: 0, attributes: { 'aws.local.service': 'front' }, name: 'work', why: 'only for local roots' },
    {
      kind: 0,
      attributes: { 'aws.local.service': 'front', 'aws.span.kind': 'LOCAL_ROOT' },
      name: 'front',
      why: 'a local root is its service',
    },
    {
      kind: 0,
      attributes: { 'server.address': 'h' },
      name: 'work',
      why: 'newer keys name the other side of calls alone',
    },
    { kind: 0, attributes: { 'http.host': 'h' }, name: 'h', why: 'older ones of every span, as the Collector' },
    {
      kind: 4,
      attributes: { 'messaging.destination.name': 'orders-queue' },
      name: 'orders',
      why: 'a consumer that processes is its service',
    },
  ])('of a root of kind $kind with $attributes is $name ($why)', ({ kind, attributes, name }) => {
    expect(documentOf({ kind, attributes }).name).toBe(name);
  });

  it.each([
    { kind: 0, parentSpanContext: LOCAL_PARENT, name: 'work', why: 'internal' },
    { kind: 1, parentSpanContext: LOCAL_PARENT, name: 'orders', why: 'a server span below another' },
    { kind: 1, parentSpanContext: REMOTE_PARENT, name: 'orders', why: 'server' },
    { kind: 4, parentSpanContext: LOCAL_PARENT, name: 'work', why: 'a consumer below another span is work of its own' },
  ])('of kind $kind below a parent is $name ($why)', ({ kind, parentSpanContext, name }) => {
    expect(documentOf({ kind, parentSpanContext }).name).toBe(name);
  });

  it.each([
    { candidate: '()', why: 'nothing left of it' },
    { candidate: '   ', why: 'only spaces' },
    { candidate: '', why: 'empty' },
    { candidate: 5, why: 'no text' },
  ])('takes the next candidate where one is "$candidate" ($why)', ({ candidate }) => {
    expect(callOf({ 'peer.service': candidate, 'server.address': 'stock.internal' }).name).toBe('stock.internal');
  });

  it.each(['', '()', ' ', 5, undefined, null, Symbol('name'), {}])('is "span" where nothing names it: %o', (name) => {
    expect(documentOf({ name: name as string }).name).toBe('span');
  });

  it.each([
    { name: 'x'.repeat(200), cut: 'x'.repeat(200), isCut: false, why: 'just fits' },
    { name: 'x'.repeat(201), cut: 'x'.repeat(200), isCut: true, why: 'one too long' },
    { name: 'é'.repeat(200), cut: 'é'.repeat(200), isCut: false, why: 'characters count, not bytes' },
    {
      name: '𠜎'.repeat(201),
      cut: '𠜎'.repeat(200),
      isCut: true,
      why: 'characters count, not units; never through one',
    },
    { name: `${'x'.repeat(199)} y`, cut: 'x'.repeat(199), isCut: true, why: 'trimmed after the cut' },
    { name: `${'x'.repeat(200)}!`, cut: 'x'.repeat(200), isCut: false, why: 'cleaned before the cut' },
  ])('is cut at 200 characters and then kept whole in metadata ($why)', ({ name, cut, isCut }) => {
    const { documents, notes } = translated({ name });
    expect(documents[0]?.name).toBe(cut);
    expect(documents[0]?.metadata?.['otel']).toEqual(isCut ? { name } : undefined);
    expect(notes.map(({ field, kind }) => ({ field, kind }))).toEqual(isCut ? [{ field: 'name', kind: 'cut' }] : []);
  });

  it('is shown to the redaction before it is cleaned and cut', () => {
    const seen: string[] = [];
    const redact = (field: string, value: string): string =>
      field === 'name' ? `${seen.push(value) > 0}: hidden!` : value;
    expect(documentOf({ name: 'GET /users/bob?' }, { redact }).name).toBe('true: hidden');
    expect(new Set(seen)).toEqual(new Set(['GET /users/bob?']));
  });

  it.each([
    { attributes: {}, name: 'orders', why: 'the service' },
    { attributes: { 'aws.local.service': 'front' }, name: 'front', why: 'named by AWS’s distribution' },
    { attributes: { 'peer.service': 'stock', 'server.address': 'h' }, name: 'orders', why: 'never the callee' },
  ])('of the segment around a call with $attributes is $name ($why)', ({ attributes, name }) => {
    expect(splitOf({ kind: 2, attributes }).service.name).toBe(name);
  });

  it('of that segment is the span’s own where nobody named the service', () => {
    const attributes: Attributes = { 'peer.service': 'stock' };
    expect(splitOf({ kind: 2, attributes, resource: {} }).service.name).toBe('work');
  });
});
