import { translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { measure } from './measure.ts';
import { createVariants } from './variants.ts';
import { createWorkload, SPANS_PER_TRACE } from './workload.ts';

const TRACES = 60;

describe('the workload of the benchmark', () => {
  const traces = createWorkload(TRACES);
  const documents = traces.flat().flatMap((span) => {
    const translation = translate(span);
    return translation.ok ? translation.documents : [];
  });

  it('has one document per span, each span in a trace of six', () => {
    expect(traces.every(({ length }) => length === SPANS_PER_TRACE)).toBe(true);
    expect(documents).toHaveLength(TRACES * SPANS_PER_TRACE);
  });

  it('is the same in each run', () => {
    expect(JSON.stringify(createWorkload(TRACES))).toBe(JSON.stringify(traces));
  });

  it('has of everything that costs: http, aws, sql, exceptions', () => {
    const shares = {
      http: documents.filter(({ http }) => http !== undefined).length,
      aws: documents.filter(({ aws }) => aws?.operation !== undefined).length,
      sql: documents.filter(({ sql }) => sql !== undefined).length,
      cause: documents.filter(({ cause }) => cause !== undefined).length,
    };
    for (const count of Object.values(shares)) expect(count).toBeGreaterThan(0);
    expect(shares.sql).toBe(TRACES);
  });

  it('comes out of each variant in full', () => {
    const spans = TRACES * SPANS_PER_TRACE;
    const rows = measure(createVariants(traces), { spans, rounds: 1, warmUpRounds: 0 });
    expect(rows.map(({ documents: perSpan }) => perSpan * spans)).toEqual([spans, spans, spans, TRACES, TRACES]);
    expect(rows[2]?.bytes).toBe(rows[0]?.bytes);
    expect(rows[4]?.bytes).toBe(rows[3]?.bytes);
  });
});
