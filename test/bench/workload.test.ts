import { translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { toBatch } from '../../packages/exporter/src/pipeline.ts';
import { replayWorkload } from './replay.ts';
import { loadSdk } from './sdk.ts';
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

  it('weighs the same as an SDK’s own spans', () => {
    const weigh = (trace: Parameters<typeof toBatch>[0]): readonly number[] =>
      toBatch(trace, { translate: {} }).datagrams.map(({ length }) => length);
    const replayed = replayWorkload(loadSdk('sdk3'), TRACES);
    expect(replayed.map(weigh)).toEqual(traces.map(weigh));
  });
});
