import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SegmentDocument } from '../src/document.ts';
import { translate } from '../src/translate.ts';
import type { Note, TranslateOptions } from '../src/translation.ts';
import { makeSpan, type PlainSpan } from './spans.ts';

/** A span and the documents that it must become, written by hand from the rule. */
interface Vector {
  readonly name: string;
  /** Heading of `docs/differences.md`. */
  readonly rule: string;
  /** Where the rule can be looked up. */
  readonly source: string;
  readonly why: string;
  readonly span: PlainSpan;
  readonly options?: TranslateOptions;
  readonly documents: readonly SegmentDocument[];
  readonly notes: readonly Note[];
  /** Where there can be no document. */
  readonly reason?: string;
}

const folder = new URL('../../../test/vectors/translate/', import.meta.url);

const vectors: readonly (Vector & { readonly file: string })[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) =>
    (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[]).map((vector) => ({ ...vector, file })),
  );

/** Values that JSON lacks stand as `{ "$number": "NaN" }`, `{ "$bigint": "42" }` and `{ "$bytes": "<base64>" }`. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const { $number: number, $bigint: digits, $bytes: bytes } = value as Record<string, unknown>;
  if (typeof number === 'string') return Number(number);
  if (typeof digits === 'string') return BigInt(digits);
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revive(member)]));
}

describe('translate: golden vectors', () => {
  it('finds the vectors, each with a name of its own', () => {
    expect(vectors).not.toHaveLength(0);
    expect(new Set(vectors.map((vector) => vector.name)).size).toBe(vectors.length);
  });

  it.each(vectors)('$file: $name', ({ span, options, documents, notes, reason }) => {
    const expected = reason === undefined ? { ok: true, documents, notes } : { ok: false, reason };
    expect(translate(makeSpan(revive(span) as PlainSpan), options)).toEqual(expected);
  });

  it('has a vector for each difference from the Collector that the documentation names', () => {
    const page = readFileSync(new URL('../../../docs/differences.md', import.meta.url), 'utf8');
    const named = [...page.matchAll(/^### (D\d+) /gm)].map(([, id]) => id);
    const shown = new Set(vectors.map((vector) => vector.rule));
    expect(named).not.toHaveLength(0);
    expect(named.filter((id) => !shown.has(id as string))).toEqual([]);
    expect([...shown].filter((id) => !named.includes(id))).toEqual([]);
  });
});
