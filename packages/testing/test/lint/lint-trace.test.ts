import type { SegmentDocument } from '@otel-xray/segments';
import { lintTrace, type LintTraceOptions } from '@otel-xray/testing';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { TRACE_RULES } from '../../src/lint/trace-rules.ts';

const TRACE_ID = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

function idOf(number: number): string {
  return number.toString(16).padStart(16, '0');
}

function segment(number: number, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return { id: idOf(number), trace_id: TRACE_ID, name: 'orders', start_time: 100 + number, end_time: 200, ...members };
}

function call(number: number, parent: number, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return segment(number, { type: 'subsegment', parent_id: idOf(parent), ...members });
}

const annotations = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
const links = (count: number): SegmentDocument['links'] =>
  Array.from({ length: count }, () => ({ id: idOf(1), trace_id: TRACE_ID }));
const blob = { metadata: { default: { blob: 'x'.repeat(60_000) } } };
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

interface Row {
  readonly what: string;
  readonly documents: readonly unknown[];
  readonly findings: readonly string[];
  readonly options?: LintTraceOptions;
}

const rows: readonly Row[] = [
  { what: 'nothing', documents: [], findings: [] },
  { what: 'a segment and its call, the call first', documents: [call(2, 1), segment(1)], findings: [] },
  { what: 'a segment of an unseen caller', documents: [segment(1, { parent_id: idOf(9) })], findings: [] },
  {
    what: 'a document’s own findings',
    documents: [segment(1), segment(2, { name: '?' })],
    findings: ['name-characters /1/name'],
  },
  { what: 'what is no document', documents: [segment(1), 7], findings: ['no-document /1'] },
  { what: 'a missing parent', documents: [segment(1), call(2, 9)], findings: ['missing-parent /1/parent_id'] },
  {
    what: 'two missing parents and no segment',
    documents: [call(2, 8), call(3, 9)],
    findings: ['missing-parent /0/parent_id', 'missing-parent /1/parent_id'],
  },
  {
    what: 'a parent in another trace',
    documents: [segment(1), call(2, 1, { trace_id: '1-6553f100-ffffffffffffffffffffffff' })],
    findings: ['unseen-parent /1/parent_id'],
  },
  {
    what: 'a function below Lambda’s own segment',
    documents: [call(2, 9), call(3, 2), call(4, 9)],
    findings: ['unseen-parent /0/parent_id'],
  },
  { what: 'the same, told so', documents: [call(2, 9), call(3, 2)], findings: [], options: { rootParentId: idOf(9) } },
  {
    what: 'a parent inside another document',
    documents: [segment(1, { subsegments: [{ id: idOf(2), name: 'a', start_time: 102, end_time: 103 }] }), call(3, 2)],
    findings: [],
  },
  {
    what: 'in progress, then complete',
    documents: [segment(1, { end_time: undefined, in_progress: true } as never), segment(1)],
    findings: [],
  },
  { what: 'complete twice', documents: [segment(1), segment(1)], findings: ['trace-duplicate-id /1/id'] },
  {
    what: 'in progress twice',
    documents: range(2).map(() => ({ ...segment(1), end_time: undefined, in_progress: true })),
    findings: ['trace-duplicate-id /1/id'],
  },
  {
    what: 'one id in two traces',
    documents: [segment(1), segment(1, { trace_id: '1-6553f100-ffffffffffffffffffffffff' })],
    findings: [],
  },
  {
    what: 'a child that starts a little early',
    documents: [segment(1), call(2, 1, { start_time: 100.5 })],
    findings: [],
  },
  {
    what: 'one that starts too early',
    documents: [segment(1), call(2, 1, { start_time: 99 })],
    findings: ['clock-backwards /1/start_time'],
  },
  {
    what: 'a tolerance of one’s own',
    documents: [segment(1), call(2, 1, { start_time: 100.5 })],
    findings: ['clock-backwards /1/start_time'],
    options: { clockToleranceMillis: 100 },
  },
  {
    what: 'a loop',
    documents: [call(2, 3), call(3, 2)],
    findings: ['parent-loop /0/parent_id', 'parent-loop /1/parent_id'],
    options: { clockToleranceMillis: 10_000 },
  },
  {
    what: 'an exception of another document',
    documents: [
      segment(1, { fault: true, cause: idOf(7) as never }),
      call(2, 1, { fault: true, cause: { exceptions: [{ id: idOf(7) }] } }),
    ],
    findings: [],
  },
  {
    what: 'an exception of none',
    documents: [segment(1, { fault: true, cause: idOf(7) as never })],
    findings: ['cause-reference /0/cause'],
  },
  {
    what: '51 annotations in two documents',
    documents: [segment(1, { annotations: annotations(25) }), call(2, 1, { annotations: annotations(26) })],
    findings: ['trace-annotation-count /1'],
  },
  {
    what: '60 annotations in one document',
    documents: [
      segment(1, {
        annotations: annotations(30),
        subsegments: [{ id: idOf(2), name: 'x', start_time: 101, end_time: 102, annotations: annotations(30) }],
      }),
      segment(3),
    ],
    findings: ['trace-annotation-count /0'],
  },
  {
    what: '30 annotations, in progress and complete',
    documents: [
      { ...segment(1, { annotations: annotations(30) }), end_time: undefined, in_progress: true },
      segment(1, { annotations: annotations(30) }),
    ],
    findings: [],
  },
  {
    what: 'a missing parent beside the one that sends nothing here',
    documents: [call(2, 8), call(3, 9)],
    options: { rootParentId: idOf(8) },
    findings: ['missing-parent /1/parent_id'],
  },
  {
    what: '101 links in six documents',
    documents: range(6).map((n) => segment(n, { links: links(n === 6 ? 1 : 20) ?? [] })),
    findings: ['trace-link-count /5'],
  },
  { what: 'more than 500 kB', documents: range(9).map((n) => segment(n, blob)), findings: ['trace-size /8'] },
];

it.each(rows)('finds $findings in $what', ({ documents, findings, options }) => {
  expect(lintTrace(documents, options).map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual(findings);
});

it('has a case for each rule', () => {
  const found = rows.flatMap(({ findings }) => findings.map((finding) => finding.split(' ')[0]));
  expect(found).toEqual(expect.arrayContaining(TRACE_RULES.map(({ id }) => id)));
});

test('finds as much in any order of the documents', () => {
  const documents = [segment(1), call(2, 1), call(3, 2), call(4, 9), call(5, 4, { start_time: 90 })];
  const ruleIds = (list: readonly unknown[]): string[] =>
    lintTrace(list)
      .map(({ rule }) => rule)
      .toSorted();
  fc.assert(
    fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
      expect(ruleIds(shuffled)).toEqual(['clock-backwards', 'missing-parent']);
    }),
  );
});
