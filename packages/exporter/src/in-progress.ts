import { diag } from '@opentelemetry/api';
import { assemble, encode, translate } from '@otel-xray/segments';
import type { ReadableSpan, TranslateOptions } from '@otel-xray/segments';
import { isLambda, resolveConfig, tellWarnings } from './config.ts';
import type { DaemonOptions } from './config.ts';
import { createCauseLogger } from './once-per-cause.ts';
import type { CauseLogger } from './once-per-cause.ts';
import type { Sender } from './sender.ts';
import { DaemonUdpSender } from './senders/udp.ts';

/** Options of `InProgressSpanProcessor`. */
export interface InProgressOptions extends DaemonOptions, TranslateOptions {
  /**
   * What hands the documents over: give it the exporter's, so that both use one socket. It stays open when the processor shuts down.
   *
   * @default `createUdpSender({ daemonAddress })`
   */
  readonly sender?: Sender | undefined;
  /**
   * Whether anything is sent.
   *
   * @default `true` in Lambda (`AWS_LAMBDA_FUNCTION_NAME` is set), `false` elsewhere
   */
  readonly enabled?: boolean | undefined;
}

const SAMPLED = 1;

/**
 * A span processor that sends each local root as `in_progress` when it starts, in one small datagram. A crash, a time-out or an
 * out-of-memory kill then leaves a trace that shows how far it came; the finished document overwrites it.
 *
 * A local root is a span without a parent, or with one in another process. Unsampled spans are passed over. Never throws.
 *
 * @example
 * const sender = createUdpSender();
 * const exporter = new XRaySpanExporter({ sender });
 * const spanProcessors = [new InProgressSpanProcessor({ sender }), new BatchSpanProcessor({ exporter })];
 */
export class InProgressSpanProcessor {
  readonly #translate: TranslateOptions;
  readonly #sender: Sender;
  readonly #isSenderOwn: boolean;
  readonly #isEnabled: boolean;
  readonly #log: CauseLogger = createCauseLogger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
  readonly #pending = new Set<Promise<void>>();
  #isClosed = false;

  /** @throws TypeError for an option that is wrong in code. */
  constructor(options: InProgressOptions = {}) {
    const { enabled = isLambda(process.env), ...rest } = options;
    const { sender, daemonAddress, translate: translateOptions, warnings } = resolveConfig(rest, process.env);
    tellWarnings(warnings, this.#log);
    this.#translate = translateOptions;
    this.#isSenderOwn = sender === undefined;
    this.#sender = sender ?? new DaemonUdpSender({ endpoint: daemonAddress.udp, log: this.#log });
    this.#isEnabled = enabled;
  }

  onStart(span: ReadableSpan): void {
    if (!this.#isEnabled || this.#isClosed) return;
    try {
      if (isSampledLocalRoot(span)) this.#send(span);
    } catch (error) {
      this.#log.error('in-progress', 'a started span could not be sent, which is a bug of otel-xray', error);
    }
  }

  onEnd(): void {
    // The exporter's document of the finished span overwrites the one sent at its start.
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async shutdown(): Promise<void> {
    this.#isClosed = true;
    await this.forceFlush();
    if (this.#isSenderOwn) await this.#sender.shutdown();
  }

  #send(span: ReadableSpan): void {
    const translation = translate(open(span), this.#translate);
    if (!translation.ok) return;
    // A call to AWS ends under the id of its request (`foldAttempts`): open, it would never be overwritten.
    const lasting = translation.documents.filter(({ namespace }) => namespace !== 'aws');
    if (lasting.length === 0) return;
    const datagrams = assemble(lasting).map(encode);
    const task = this.#hand(datagrams).finally(() => this.#pending.delete(task));
    this.#pending.add(task);
  }

  async #hand(datagrams: readonly Buffer[]): Promise<void> {
    try {
      const outcome = await this.#sender.send(datagrams);
      if (outcome.status !== 'sent') this.#log.warn('in-progress', 'a started span was not sent as in progress');
    } catch (error) {
      this.#log.warn('in-progress', 'a started span was not sent as in progress', error);
    }
  }
}

/** A span that has just started says that it has not ended, whatever its SDK writes into `endTime`. */
function open(span: ReadableSpan): ReadableSpan {
  if (span.ended === false) return span;
  return Object.create(span, { ended: { value: false } }) as ReadableSpan;
}

function isSampledLocalRoot(span: ReadableSpan): boolean {
  if (((span.spanContext().traceFlags ?? 0) & SAMPLED) === 0) return false;
  const parent = span.parentSpanContext;
  return parent === undefined ? span.parentSpanId === undefined : parent.isRemote === true;
}
