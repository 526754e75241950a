import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LineReport } from './scenario.ts';
import { SHOP_SPANS } from './shop-trace.ts';

const LINES = ['sdk2', 'sdk3'] as const;
const DEADLINE_MILLIS = 20_000;

/** Runs one line in a process of its own, which loads that line's copy of every OpenTelemetry package. */
async function runLine(line: (typeof LINES)[number]): Promise<LineReport> {
  const script = new URL(`../${line}/run.ts`, import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, ['-C', 'source', script], {
    timeout: DEADLINE_MILLIS,
  });
  return JSON.parse(stdout) as LineReport;
}

/** The report's documents in the order of their ids, with the SDK's version, which is the lines' own, taken out. */
function comparable(report: LineReport, documents: readonly unknown[]): unknown[] {
  const text = JSON.stringify(documents).replaceAll(`"${report.sdkVersion}"`, '"<SDK version>"');
  return (JSON.parse(text) as { id: string }[]).toSorted((a, b) => a.id.localeCompare(b.id));
}

describe('the two OpenTelemetry lines', () => {
  const reports = new Map<string, LineReport>();
  const reportOf = (line: string): LineReport => reports.get(line) ?? expect.fail(`${line} gave no report`);

  beforeAll(async () => {
    for (const report of await Promise.all(LINES.map(runLine))) reports.set(report.line, report);
  }, DEADLINE_MILLIS);

  it('are two different SDKs', () => {
    expect(reportOf('sdk2').sdkVersion).toMatch(/^2\./);
    expect(reportOf('sdk3').sdkVersion).toMatch(/^3\./);
  });

  it.each(['batch', 'simple'] as const)('give the same documents for the same spans (%s processor)', (processor) => {
    const [two, three] = LINES.map(reportOf).map((report) => comparable(report, report[processor]));
    expect(two).toHaveLength(SHOP_SPANS);
    expect(two).toEqual(three);
  });

  describe.each(LINES)('%s', (line) => {
    it('gives the same documents by both processors', () => {
      const report = reportOf(line);
      expect(comparable(report, report.batch)).toEqual(comparable(report, report.simple));
    });

    it('continues the trace of the trace header, as one tree', () => {
      const [server, ...children] = comparable(reportOf(line), reportOf(line).batch) as Record<string, unknown>[];
      const trace_id = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
      expect(server).toMatchObject({ id: '0000000000000001', trace_id, parent_id: '53995c3f42cd8ad8', name: 'orders' });
      expect(server).toMatchObject({ fault: true, annotations: { 'order.id': 'A-17' } });
      for (const child of children)
        expect(child).toMatchObject({ trace_id, parent_id: server?.['id'], type: 'subsegment' });
    });

    it('has handed every span to the kernel when forceFlush resolves', () => {
      const { flushed } = reportOf(line);
      expect(flushed).toMatchObject({
        spans: SHOP_SPANS,
        sent: SHOP_SPANS,
        sender: { datagrams: 1, refusals: 0 },
      });
    });

    it('sends a request as one document, its children inside', () => {
      const { nested } = reportOf(line);
      expect(nested).toEqual([
        expect.objectContaining({ id: '0000000000000001', subsegments: expect.any(Array) as unknown }),
      ]);
      expect(nested).toMatchObject([{ subsegments: { length: SHOP_SPANS - 1 } }]);
    });

    it('sends every span of overlapping batches once', () => {
      const { mostAtOnce, ids, stats } = reportOf(line).overlapping;
      expect(mostAtOnce).toBeGreaterThan(1);
      expect(ids).toHaveLength(20);
      expect(new Set(ids).size).toBe(20);
      expect(stats).toMatchObject({ spans: 20, sent: 20 });
    });

    it('shuts down more than once, and sends nothing afterwards', () => {
      const { ids, late, stats } = reportOf(line).shutDown;
      expect(ids).toEqual(['0000000000000001']);
      expect(late).toEqual({ code: 1 });
      expect(stats).toMatchObject({ spans: 1, sent: 1 });
    });

    it('takes the ids of the generator that its users have', () => {
      const { traceId, sent } = reportOf(line).ownIds;
      expect(sent).toEqual([expect.objectContaining({ trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}` })]);
    });

    it("tells once, through the line's own diag, that nobody listens", () => {
      const { stats, told } = reportOf(line).nobodyListens;
      expect(stats.sent).toBe(stats.spans);
      expect(told.filter((text) => text.startsWith('otel-xray/exporter no daemon listens on UDP'))).toHaveLength(1);
    });
  });
});
