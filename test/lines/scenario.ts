import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExportResult, ExporterStats, XRaySpanExporter } from '../../packages/exporter/src/index.ts';
import type { Daemon } from '../../packages/testing/src/index.ts';
import type { Line, LineTracer, TracerOptions } from './line.ts';
import { SHOP_SPANS, traceShopRequest } from './shop-trace.ts';

/** What a line did, as JSON that the test reads. */
export interface LineReport {
  readonly line: string;
  readonly sdkVersion: string;
  /** The shop's documents, as they arrived. */
  readonly batch: readonly unknown[];
  readonly simple: readonly unknown[];
  /** The shop's one document of the batch processor, with its children inside. */
  readonly nested: readonly unknown[];
  readonly flushed: ExporterStats;
  readonly overlapping: { readonly mostAtOnce: number; readonly ids: readonly string[]; readonly stats: ExporterStats };
  readonly shutDown: { readonly ids: readonly string[]; readonly late: ExportResult; readonly stats: ExporterStats };
  readonly ownIds: { readonly traceId: string; readonly sent: readonly unknown[] };
  readonly nobodyListens: { readonly stats: ExporterStats; readonly told: readonly string[] };
}

/** Runs everything that both lines must do alike, with the line's own SDK and real sockets. */
export async function runScenario(line: Line): Promise<LineReport> {
  const told: string[] = [];
  line.listenToDiag((text) => told.push(text));
  return {
    line: line.name,
    sdkVersion: line.sdkVersion,
    batch: await withDaemon(line, (daemon) => runShop(line, daemon, 'batch')),
    simple: await withDaemon(line, (daemon) => runShop(line, daemon, 'simple')),
    nested: await withDaemon(line, (daemon) => runShop(line, daemon, 'batch', true)),
    flushed: await withDaemon(line, (daemon) => flush(line, daemon)),
    overlapping: await withDaemon(line, (daemon) => overlap(line, daemon)),
    shutDown: await withDaemon(line, (daemon) => shutDownTwice(line, daemon)),
    ownIds: await withDaemon(line, (daemon) => useOwnIds(line, daemon)),
    nobodyListens: await sendToNobody(line, told),
  };
}

async function withDaemon<T>(line: Line, run: (daemon: Daemon) => Promise<T>): Promise<T> {
  const daemon = await line.startDaemon();
  try {
    return await run(daemon);
  } finally {
    await daemon.close();
  }
}

async function runShop(
  line: Line,
  daemon: Daemon,
  processor: TracerOptions['processor'],
  nesting = false,
): Promise<readonly unknown[]> {
  const { tracer } = create(line, daemon.address, { processor }, nesting);
  traceShopRequest(tracer);
  await tracer.shutdown();
  return daemon.waitFor((documents) => documents.length >= (nesting ? 1 : SHOP_SPANS));
}

async function flush(line: Line, daemon: Daemon): Promise<ExporterStats> {
  const { tracer, exporter } = create(line, daemon.address);
  traceShopRequest(tracer);
  await tracer.forceFlush();
  const stats = exporter.stats();
  await tracer.shutdown();
  return stats;
}

async function overlap(line: Line, daemon: Daemon): Promise<LineReport['overlapping']> {
  const { tracer, exporter } = create(line, daemon.address, { maxExportBatchSize: 2 });
  const watched = watchExports(exporter);
  const spans = 20;
  for (let i = 0; i < spans; i++) endSpan(tracer, `span ${i}`);
  await Promise.all([tracer.forceFlush(), tracer.forceFlush()]);
  const documents = await daemon.waitFor((arrived) => arrived.length >= spans);
  await tracer.shutdown();
  return { mostAtOnce: watched.mostAtOnce, ids: documents.map(({ id }) => id), stats: exporter.stats() };
}

async function shutDownTwice(line: Line, daemon: Daemon): Promise<LineReport['shutDown']> {
  const { tracer, exporter } = create(line, daemon.address);
  endSpan(tracer, 'before');
  await Promise.all([tracer.shutdown(), tracer.shutdown()]);
  await tracer.shutdown();
  await exporter.shutdown();
  endSpan(tracer, 'after');
  await tracer.forceFlush();
  const late = await new Promise<ExportResult>((resolve) => exporter.export([], resolve));
  const documents = await daemon.waitFor((arrived) => arrived.length >= 1);
  return { ids: documents.map(({ id }) => id), late: { code: late.code }, stats: exporter.stats() };
}

async function useOwnIds(line: Line, daemon: Daemon): Promise<LineReport['ownIds']> {
  const { tracer } = create(line, daemon.address, { ids: 'own' });
  const { traceId } = endSpan(tracer, 'own ids');
  await tracer.shutdown();
  return { traceId, sent: await daemon.waitForTrace(traceId) };
}

async function sendToNobody(line: Line, told: readonly string[]): Promise<LineReport['nobodyListens']> {
  const daemon = await line.startDaemon();
  await daemon.close();
  const { tracer, exporter } = create(line, daemon.address);
  while (exporter.stats().sender['refusals'] === 0) {
    endSpan(tracer, 'to nobody');
    await tracer.forceFlush();
    // The refusal is an event of the socket: it is heard in a later turn of the event loop.
    await nextTurn();
  }
  await tracer.shutdown();
  return { stats: exporter.stats(), told: [...told] };
}

function create(
  line: Line,
  daemonAddress: string,
  options: Partial<Omit<TracerOptions, 'exporter'>> = {},
  nesting = true,
): { readonly tracer: LineTracer; readonly exporter: XRaySpanExporter } {
  const exporter = new line.XRaySpanExporter({ daemonAddress, nesting, indexedAttributes: ['order.*'] });
  const tracer = line.createTracer({
    exporter,
    processor: 'batch',
    maxExportBatchSize: 512,
    ids: 'counting',
    ...options,
  });
  return { tracer, exporter };
}

function endSpan(tracer: LineTracer, name: string): { traceId: string; spanId: string } {
  const span = tracer.startSpan(name, { kind: 1, attributes: {}, startTime: [1_700_000_000, 0] });
  span.end([1_700_000_000, 1_000_000]);
  return span.spanContext();
}

/** Counts the exports that are under way at once: called, and not yet answered. */
function watchExports(exporter: XRaySpanExporter): { readonly mostAtOnce: number } {
  const watched = { mostAtOnce: 0 };
  let underWay = 0;
  const inner = exporter.export.bind(exporter);
  exporter.export = (spans, done) => {
    underWay += 1;
    watched.mostAtOnce = Math.max(watched.mostAtOnce, underWay);
    inner(spans, (result) => {
      underWay -= 1;
      done(result);
    });
  };
  return watched;
}
