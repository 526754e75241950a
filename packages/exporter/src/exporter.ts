import { diag } from '@opentelemetry/api';
import { HEADER_LINE } from '@otel-xray/segments';
import type { ReadableSpan } from '@otel-xray/segments';
import { askSender, SENDER_DEADLINE_MILLIS } from './ask-sender.ts';
import { resolveConfig, tellWarnings } from './config.ts';
import type { XRaySpanExporterOptions } from './config.ts';
import { smallerLimit } from './datagram-limit.ts';
import { Deadline, withDeadline } from './deadline.ts';
import { XRayExportError } from './errors.ts';
import { Ledger } from './ledger.ts';
import { refit, toBatch } from './pipeline.ts';
import type { Batch, BatchOptions } from './pipeline.ts';
import type { Sender } from './sender.ts';
import { DaemonUdpSender } from './senders/udp.ts';
import { settle, withoutLosses } from './settle.ts';
import type { Loss, Settlement } from './settle.ts';
import type { ExportResult, SpanExporter } from './span-exporter.ts';
import type { ExporterStats } from './stats.ts';

/**
 * Sends finished spans to X-Ray, each as a segment document, for the span processors of SDK 2.x and 3.x.
 *
 * Whatever happens to spans, sockets and senders, the app does not see it fail: nothing but the constructor throws,
 * nothing rejects, `done` is called exactly once, and what was dropped is counted in `stats()` and told once through
 * OpenTelemetry's `diag`.
 *
 * @example
 * const exporter = new XRaySpanExporter({ indexedAttributes: ['order.id'] });
 */
export class XRaySpanExporter implements SpanExporter {
  #batchOptions: BatchOptions;
  readonly #sender: Sender;
  readonly #ledger: Ledger = new Ledger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
  readonly #pending = new Set<Promise<void>>();
  #closing: Promise<void> | undefined;

  /** @throws TypeError for an option that is wrong in code: an address that cannot be read, a sender that is none. */
  constructor(options: XRaySpanExporterOptions = {}) {
    const { sender, daemonAddress, translate, nesting, warnings } = resolveConfig(options, process.env);
    const { log } = this.#ledger;
    tellWarnings(warnings, log);
    this.#batchOptions = { translate, nesting };
    this.#sender = sender ?? new DaemonUdpSender({ endpoint: daemonAddress.udp, log });
  }

  /**
   * Translates the spans at once and hands the documents to the sender. Never throws.
   *
   * @param done - called exactly once, later: success when every document was handed over. A span that cannot become a
   *   document makes no failure: it is counted and told.
   */
  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void {
    const task = this.#deliverAndAnswer(spans, done);
    this.#pending.add(task);
    void task.then(() => this.#pending.delete(task));
  }

  /** Never rejects. */
  async #deliverAndAnswer(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): Promise<void> {
    const result = await this.#deliver(spans).catch((cause: unknown) => this.#failUnexpectedly(cause));
    try {
      this.#answer(done, result);
    } catch (error) {
      this.#ledger.log.error('done', 'the export callback threw', error);
    }
  }

  /** Calls back. What an `async` callback does afterwards is its own: nothing here waits for it. */
  #answer(done: (result: ExportResult) => unknown, result: ExportResult): void {
    const answer = done(result);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => this.#ledger.log.error('done', 'the export callback rejected', error));
  }

  /** Resolves when the documents of every `export` so far were handed over, or given up. Never rejects. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending);
    await this.#attend('forceFlush', () => this.#sender.forceFlush());
  }

  /** Flushes, then shuts the sender down, once. What is exported afterwards is dropped as `closed`. Never rejects. */
  shutdown(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** What became of the spans so far: a snapshot. Never throws. */
  stats(): ExporterStats {
    return this.#ledger.snapshot(this.#senderStats());
  }

  async #close(): Promise<void> {
    await Promise.all(this.#pending);
    await this.#attend('shutdown', () => this.#sender.shutdown());
  }

  async #deliver(spans: readonly ReadableSpan[]): Promise<ExportResult> {
    if (!Array.isArray(spans)) throw new TypeError('the spans are no array');
    this.#ledger.receive(spans.length);
    if (this.#closing !== undefined) {
      this.#ledger.drop('closed', spans.length);
      return { code: 1, error: new XRayExportError('exported after shutdown') };
    }
    const batch = toBatch(spans, this.#batchOptions);
    this.#ledger.enterBatch(batch);
    if (batch.datagrams.length === 0) return { code: 0 };
    const deadline = new Deadline(SENDER_DEADLINE_MILLIS);
    try {
      const error = await this.#handOverInTries(batch, deadline);
      return error === undefined ? { code: 0 } : { code: 1, error };
    } finally {
      deadline.end();
    }
  }

  /** Hands over, and what proves too large for the way again in smaller pieces. Gives why something was lost, if so. */
  async #handOverInTries(batch: Batch, deadline: Deadline): Promise<Error | undefined> {
    if (batch.datagrams.length === 0) return undefined;
    const settlement = await this.#handOver(batch, deadline);
    const tooLarge = settlement.losses.filter(({ reason }) => reason === 'too-large');
    const maxBytes = this.#learnLimit(tooLarge) ?? Infinity;
    // What is no larger than that stays as large as it is.
    const cuttable = tooLarge.filter(({ bytes }) => bytes > maxBytes + HEADER_LINE.length);
    if (cuttable.length === 0) {
      this.#ledger.enterSettlement(settlement);
      return settlement.error;
    }
    const final = withoutLosses(settlement, batch, cuttable);
    this.#ledger.enterSettlement(final);
    const indexes = cuttable.map(({ index }) => index);
    const again = refit(batch, indexes, maxBytes);
    this.#ledger.enterRefit(again);
    return (await this.#handOverInTries(again, deadline)) ?? final.error;
  }

  /** The limit to try next, which is remembered for the next batches; `undefined` where nothing was too large or there is none. */
  #learnLimit(tooLarge: readonly Loss[]): number | undefined {
    if (tooLarge.length === 0) return undefined;
    const smaller = smallerLimit(tooLarge.map(({ bytes }) => bytes));
    if (smaller === undefined) return undefined;
    // A batch that overlaps this one may have learned a smaller one meanwhile.
    const maxBytes = Math.min(smaller, this.#batchOptions.maxBytes ?? Infinity);
    this.#batchOptions = { ...this.#batchOptions, maxBytes };
    this.#ledger.log.warn(
      'smaller',
      `datagrams are too large for the way to the daemon: ${maxBytes} bytes from now on`,
    );
    return maxBytes;
  }

  async #handOver(batch: Batch, deadline: Deadline): Promise<Settlement> {
    return settle(batch, await askSender(this.#sender, batch.datagrams, deadline));
  }

  #failUnexpectedly(cause: unknown): ExportResult {
    this.#ledger.log.error('export', 'an export failed, which is a bug of otel-xray', cause);
    return { code: 1, error: new XRayExportError('export failed', { cause }) };
  }

  async #attend(what: 'forceFlush' | 'shutdown', call: () => Promise<void>): Promise<void> {
    try {
      await withDeadline(Promise.resolve(call()), SENDER_DEADLINE_MILLIS, `the sender's ${what}`);
    } catch (error) {
      this.#ledger.log.error(what, `the sender's ${what} failed`, error);
    }
  }

  #senderStats(): ExporterStats['sender'] {
    try {
      return this.#sender.stats?.() ?? {};
    } catch (error) {
      this.#ledger.log.error('stats', "the sender's stats failed", error);
      return {};
    }
  }
}
