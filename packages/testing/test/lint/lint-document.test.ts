import { lintDocument } from '@otel-xray/testing';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { segment } from './valid-documents.ts';

function cycle(): object {
  const ring: Record<string, unknown> = { ...segment };
  ring['metadata'] = { default: ring };
  return ring;
}

function nested(levels: number): object {
  let document: object = { ...segment, subsegments: [] };
  for (let level = 0; level < levels; level++) document = { ...segment, subsegments: [document] };
  return document;
}

describe('what is no document', () => {
  it.each([
    { what: 'nothing', document: undefined, message: 'found nothing' },
    { what: 'null', document: null, message: 'found null' },
    { what: 'a text', document: JSON.stringify(segment), message: 'found the text "{' },
    { what: 'a list', document: [segment], message: 'found a list: send one document at a time' },
    { what: 'a cycle', document: cycle(), message: 'cannot be written as JSON: Converting circular structure' },
    { what: 'a bigint', document: { ...segment, user: 7n }, message: 'cannot be written as JSON' },
    { what: 'a function', document: () => segment, message: 'found nothing' },
  ])('is rejected as a whole: $what', ({ document, message }) => {
    const findings = lintDocument(document);
    expect(findings).toMatchObject([{ rule: 'no-document', severity: 'rejected', pointer: '' }]);
    expect(findings[0]?.message).toContain(message);
  });
});

test('a member that JSON leaves out is as good as absent', () => {
  expect(lintDocument({ ...segment, origin: undefined, toString: () => 'x' })).toEqual([]);
});

test('members of objects’ prototypes are members like any other', () => {
  const document: unknown = JSON.parse(`${JSON.stringify(segment).slice(0, -1)},"__proto__":1,"constructor":2}`);
  expect(lintDocument(document).map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
    'unknown-member /__proto__',
    'unknown-member /constructor',
  ]);
});

test('judges children of children, however deep', () => {
  const findings = lintDocument(nested(300));
  expect(findings.filter(({ rule }) => rule === 'duplicate-id')).toHaveLength(300);
});

test('tells what was probably meant', () => {
  const { http, ...rest } = segment;
  const [finding] = lintDocument({ ...rest, parentId: segment.parent_id, htpt: http });
  expect(finding?.message).toBe('X-Ray knows no member "parentId" here: did you mean "parent_id"?');
});

it.each([
  { url: 'postgresql://app:hunter2@db.internal/orders', isFound: true },
  { url: 'postgresql://app:p@ss@db.internal/orders', isFound: true },
  { url: 'Server=db;Password=hunter2;', isFound: true },
  { url: 'postgresql://app@db.internal/orders', isFound: false },
  { url: 'postgresql://app:@db.internal/orders', isFound: false },
  { url: 'postgresql://app:***@db.internal/orders', isFound: false },
  { url: 'postgresql://app:[REDACTED]@db.internal/orders', isFound: false },
  { url: 'postgresql://db.internal:5432/orders?mail=a:b@c.example', isFound: false },
  { url: 'Server=db;Pwd=;', isFound: false },
  { url: `x://${':'.repeat(50_000)}`, isFound: false },
])('sees whether a connection string holds a password: $isFound', ({ url, isFound }) => {
  const findings = lintDocument({ ...segment, subsegments: [{ ...segment, id: '00000000000000f9', sql: { url } }] });
  expect(findings.some(({ rule }) => rule === 'credentials')).toBe(isFound);
});

test('never quotes a password', () => {
  const findings = lintDocument({ ...segment, http: { request: { url: 'https://ada:hunter2@shop.example/' } } });
  expect(findings.map(({ rule }) => rule)).toEqual(['credentials']);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});

test('never throws, and points at what is there or missing from what is there', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (value) => {
      for (const document of [
        value,
        { ...segment, subsegments: value },
        { ...segment, cause: value, links: [value] },
      ]) {
        for (const { pointer } of lintDocument(document)) expect(pointer).toMatch(/^(?:\/.*)?$/s);
      }
    }),
  );
});

test('changes nothing of what it is given, and says the same again', () => {
  const document = structuredClone(segment);
  const findings = lintDocument({ ...document, name: '?' });
  expect(lintDocument({ ...document, name: '?' })).toEqual(findings);
  expect(document).toEqual(segment);
});
