import { type Finding, lintDocument } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { loadVectors } from '../conformance/vectors.ts';

interface Explanation {
  readonly rule: string;
  /** The row of the mapping's "Rejected or misread by X-Ray". */
  readonly why: string;
  readonly holds: (document: { readonly name?: unknown }) => boolean;
}

/** What the Collector sends although X-Ray refuses it. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    rule: 'name-characters',
    why: 'row 24: names that come from attributes are not cleaned; row 26: one cut through a character ends in U+FFFD',
    holds: ({ name }) => typeof name === 'string' && /[^\p{L}\p{N}\p{Z}_.:/%&#=+\-@]/u.test(name),
  },
  {
    rule: 'name-length',
    why: 'row 24: names that come from attributes are not cut',
    holds: ({ name }) => typeof name === 'string' && [...name].length > 200,
  },
  { rule: 'name-missing', why: 'row 25: an empty service name becomes null', holds: ({ name }) => name === null },
];

/** The documents as they were sent: `#1` stands for an id that was drawn at random. */
function documentsOf(): Readonly<Record<string, unknown>>[] {
  return loadVectors().flatMap(({ documents }) =>
    documents.map((document) => {
      const text = JSON.stringify(document).replaceAll(
        /"#(\d+)"/g,
        (_all, number: string) => `"${number.padStart(16, 'a')}"`,
      );
      return JSON.parse(text) as Readonly<Record<string, unknown>>;
    }),
  );
}

describe('the Collector’s own answers', () => {
  const judged = documentsOf().map((document) => ({ document, findings: lintDocument(document) }));
  const rejected = judged.flatMap(({ document, findings }) =>
    findings.filter(({ severity }) => severity === 'rejected').map((finding) => ({ document, finding })),
  );

  it('are there', () => {
    expect(judged.length).toBeGreaterThan(1900);
  });

  it('are rejected for what is known of them alone', () => {
    const unexplained = rejected.filter(
      ({ document, finding }) => !EXPLANATIONS.some(({ rule, holds }) => rule === finding.rule && holds(document)),
    );
    expect(unexplained).toEqual([]);
  });

  const used = EXPLANATIONS.filter(({ rule, holds }) =>
    rejected.some(({ document, finding }) => finding.rule === rule && holds(document)),
  );

  it('need every explanation', () => {
    expect(used).toEqual(EXPLANATIONS);
  });

  it('have null where a text belongs, which is dropped, and nothing else of another type', () => {
    const typed: Finding[] = judged.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'member-type'));
    expect(typed.length).toBeGreaterThan(0);
    expect(typed.filter(({ message }) => !message.startsWith('expected a text, found null'))).toEqual([]);
  });
});
