import { expect, it } from 'vitest';
import { documentOf, serverOf, translated } from '../spans.ts';

it.each([
  { id: 'bob', user: 'bob', why: 'a text' },
  { id: 42, user: '42', why: 'a number in decimal' },
  { id: 0, user: '0', why: 'zero is data' },
  { id: 2n ** 64n, user: '18446744073709551616', why: 'a bigint with all its digits' },
  { id: '', user: undefined, why: 'empty counts as missing' },
  { id: Number.NaN, user: undefined, why: 'no number' },
  { id: true, user: undefined, why: 'neither text nor number' },
  { id: ['bob'], user: undefined, why: 'neither text nor number' },
  { id: undefined, user: undefined, why: 'absent' },
])('is $user for the id $id ($why)', ({ id, user }) => {
  expect(documentOf({ attributes: { 'enduser.id': id } }).user).toBe(user);
});

it.each([
  { id: 'bob', kept: undefined },
  { id: 42, kept: undefined },
  { id: '', kept: '' },
  { id: true, kept: true },
  { id: ['bob'], kept: ['bob'] },
])('leaves the id $id an attribute only where it is no user: $kept', ({ id, kept }) => {
  expect(serverOf({ 'enduser.id': id }).metadata?.['default']?.['enduser.id']).toEqual(kept);
});

it('is cut at 250 characters and kept whole', () => {
  const { documents, notes } = translated({ attributes: { 'enduser.id': 'u'.repeat(251) } });
  expect(documents[0]?.user).toBe('u'.repeat(250));
  expect(documents[0]?.metadata?.['otel']).toEqual({ user: 'u'.repeat(251) });
  expect(notes).toMatchObject([{ field: 'user', kind: 'cut' }]);
});

it('is shown to the redaction', () => {
  expect(documentOf({ attributes: { 'enduser.id': 42 } }, { redact: (_field, value) => `#${value.length}` }).user).toBe(
    '#2',
  );
});
