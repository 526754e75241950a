import { diag } from '@opentelemetry/api';
import { assemble, encode, fit, MAX_DOCUMENT_BYTES, translate } from '@otel-xray/segments';
import type { ReadableSpan, SegmentDocument, TranslateOptions } from '@otel-xray/segments';
import { askSender, SENDER_DEADLINE_MILLIS } from './ask-sender.ts';
import { isLambda, resolveConfig, tellWarnings } from './config.ts';
import type { DaemonOptions } from './config.ts';
import { smallerLimit } from './datagram-limit.ts';
import { Deadline } from './deadline.ts';
import { toErrorCode } from './errors.ts';
import { createCauseLogger } from './once-per-cause.ts';
import type { CauseLogger } from './once-per-cause.ts';
import type { Sender, SendOutcome } from './sender.ts';
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

/** What an `InProgressSpanProcessor` has done since it was made. */
export interface InProgressStats {
  /** Local roots that were to be sent. */
  readonly roots: number;
  /** Those that were not handed over, or not whole. */
  readonly notSent: number;
  /** Datagrams handed over: one for each root, while it fits. */
  readonly datagrams: number;
  /** Bytes of those datagrams, header lines included. */
  readonly bytes: number;
}

const SAMPLED = 1;

/**
 * A span processor that sends each local root as `in_progress` when it starts, in one small datagram. A crash, a time-out or an
 * out-of-memory kill then leaves a trace that shows how far it came; the finished document overwrites it.
 *
 * A local root is a span without a parent, or with one in another process. Unsampled spans are passed over. Give it the options that
 * the exporter has: what `redact` holds back from one must not leave through the other. Never throws.
 *
 * Open the sender first: over an open socket the datagram is with the kernel when `onStart` returns, otherwise a process that ends in
 * the same turn leaves nothing. What decides whether a root is a segment, a call or a step of a library must be known when it starts
 * (its kind, `messaging.operation.type`, `rpc.system`, `aws.span.kind`, its scope): of one that becomes something else later, what
 * was sent at its start may stay, in progress, beside the finished document.
 *
 * @example
 * const sender = createUdpSender();
 * await sender.open();
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
  readonly #stats = { roots: 0, notSent: 0, datagrams: 0, bytes: 0 };
  #maxBytes = MAX_DOCUMENT_BYTES;
  #isClosed = false;

  /** @throws TypeError for an option that is wrong in code. */
  constructor(options: InProgressOptions = {}) {
    const { enabled = isLambda(process.env), ...rest } = options;
    if (typeof enabled !== 'boolean') throw new TypeError('enabled: expected a boolean');
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
      this.#tellBug(error);
    }
  }

  onEnd(): void {
    // The exporter's document of the finished span overwrites the one sent at its start.
  }

  /** Resolves when what was sent so far was handed over, or given up. Never rejects. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Flushes, then closes the sender that the processor made for itself. Spans that start afterwards are passed over. */
  async shutdown(): Promise<void> {
    this.#isClosed = true;
    await this.forceFlush();
    if (this.#isSenderOwn) await this.#sender.shutdown();
  }

  /** What was sent so far: a snapshot. Never throws. */
  stats(): InProgressStats {
    return Object.freeze({ ...this.#stats });
  }

  #send(span: ReadableSpan): void {
    const translation = translate(open(span), this.#translate);
    if (!translation.ok) return;
    // A call to AWS ends under the id of its request (`foldAttempts`): open, it would never be overwritten.
    const lasting = translation.documents.filter(({ namespace }) => namespace !== 'aws');
    if (lasting.length === 0) return;
    this.#stats.roots += 1;
    const deadline = new Deadline(SENDER_DEADLINE_MILLIS);
    const task = this.#hand(lasting, deadline)
      .catch((error: unknown) => {
        this.#stats.notSent += 1;
        this.#tellBug(error);
      })
      .finally(() => {
        deadline.end();
        this.#pending.delete(task);
      });
    this.#pending.add(task);
  }

  /** Hands over, and what proves too large for the way again in smaller pieces. */
  async #hand(documents: readonly SegmentDocument[], deadline: Deadline): Promise<void> {
    const maxBytes = this.#maxBytes;
    const datagrams = assemble(documents)
      .flatMap((document) => fit(document, maxBytes).documents)
      .map(encode);
    const outcome = await askSender(this.#sender, datagrams, deadline);
    const smaller = smallerLimitAfter(outcome, datagrams);
    if (smaller !== undefined && smaller < maxBytes) {
      this.#maxBytes = Math.min(this.#maxBytes, smaller);
      return this.#hand(documents, deadline);
    }
    if (outcome.status === 'sent' && datagrams.length > 0) {
      this.#stats.datagrams += datagrams.length;
      this.#stats.bytes += datagrams.reduce((sum, { byteLength }) => sum + byteLength, 0);
    } else {
      this.#stats.notSent += 1;
      this.#tell(outcome);
    }
  }

  #tellBug(error: unknown): void {
    this.#log.error('in-progress bug', 'a started span could not be sent, which is a bug of otel-xray', error);
  }

  #tell(outcome: SendOutcome): void {
    const error = outcome.status === 'failed' ? outcome.error : undefined;
    const cause = error === undefined ? 'in-progress' : `in-progress ${toErrorCode(error)}`;
    this.#log.warn(cause, 'a started span was not sent as in progress', error);
  }
}

/** The limit to try next where one of the datagrams was too large, if there is one. */
function smallerLimitAfter(outcome: SendOutcome, datagrams: readonly Buffer[]): number | undefined {
  if (outcome.status !== 'partial') return undefined;
  const sizes = outcome.rejected.flatMap(({ index, reason }) =>
    reason === 'too-large' ? [(datagrams[index] as Buffer).byteLength] : [],
  );
  return smallerLimit(sizes);
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
