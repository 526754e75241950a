import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ReadableSpan, translate, type TranslateOptions } from '@otel-xray/segments';
import { type Finding, lintTrace } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { loadVectors } from '../conformance/vectors.ts';
import { documentsOf } from '../real-spans/documents.ts';
import { loadTraces } from '../real-spans/load.ts';

/** Findings that are no matter of taste. */
function graveOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity !== 'advice');
}

interface Exception {
  readonly why: string;
  readonly rule: string;
  readonly holds: (span: ReadableSpan) => boolean;
}

const STATUS_KEYS = ['http.response.status_code', 'http.status_code'];

/** What a span of the vectors itself says wrongly: passed on, not made up. */
const EXCEPTIONS: readonly Exception[] = [
  {
    why: 'the span names itself as its parent',
    rule: 'parent-self',
    holds: (span) => span.parentSpanContext?.spanId === span.spanContext().spanId,
  },
  {
    why: 'the span has a status that HTTP does not know',
    rule: 'http-status-range',
    holds: ({ attributes }) =>
      STATUS_KEYS.some((key) => Number(attributes[key]) < 100 || Number(attributes[key]) > 599),
  },
];

function graveOfSpan(span: ReadableSpan, options: TranslateOptions): Finding[] {
  const translation = translate(span, options);
  const findings = translation.ok ? graveOf(lintTrace(translation.documents)) : [];
  return findings.filter(({ rule }) => !EXCEPTIONS.some((known) => known.rule === rule && known.holds(span)));
}

describe('what translate makes has no finding beyond advice', () => {
  it('of the spans of the conformance vectors', () => {
    const vectors = loadVectors();
    expect(vectors.length).toBeGreaterThan(1800);
    expect(vectors.flatMap(({ spans, options }) => spans.flatMap((span) => graveOfSpan(span, options)))).toEqual([]);
  });

  const exceptions = EXCEPTIONS.map((exception) => ({ ...exception }));
  it.each(exceptions)('but for $rule where $why, which does occur', ({ rule, holds }) => {
    const spans = loadVectors().flatMap((vector) => vector.spans.map((span) => ({ span, options: vector.options })));
    const found = spans
      .filter(({ span }) => holds(span))
      .flatMap(({ span, options }) => {
        const translation = translate(span, options);
        return translation.ok ? lintTrace(translation.documents) : [];
      });
    expect(found.map((finding) => finding.rule)).toContain(rule);
  });

  it('of the golden vectors', () => {
    const folder = new URL('../vectors/translate/', import.meta.url);
    const names = ['annotations', 'aws', 'http', 'metadata', 'names', 'resources', 'roots', 'secrets'];
    const documents = names.flatMap((name) =>
      documentsIn(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))),
    );
    expect(documents.length).toBeGreaterThan(50);
    expect(documents.flatMap((document) => graveOf(lintTrace([document])))).toEqual([]);
  });

  it('of the real spans, trace by trace', () => {
    const traces = loadTraces();
    expect(traces.length).toBeGreaterThan(50);
    expect(traces.flatMap((trace) => graveOf(lintTrace(documentsOf(trace))))).toEqual([]);
  });

  it('of the demo', async () => {
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const args = ['-C', 'source', 'examples/orders/demo.ts', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(documents.length).toBeGreaterThan(3);
    expect(graveOf(lintTrace(documents))).toEqual([]);
  });
});

interface Golden {
  readonly documents?: readonly unknown[];
}

function documentsIn(vectors: readonly Golden[]): readonly unknown[] {
  return vectors.flatMap(({ documents }) => documents ?? []);
}
