import { type Sender, type SendOutcome, XRaySpanExporter, type XRaySpanExporterOptions } from '@otel-xray/exporter';
import { HEADER_LINE, MAX_DOCUMENT_BYTES } from '@otel-xray/segments';
import { type ArrivedDocuments, Arrivals } from './arrivals.ts';

/** Options of the exporter, but for where it sends. */
export type SegmentCollectorOptions = Omit<XRaySpanExporterOptions, 'sender' | 'daemonAddress'>;

/** An exporter and its sink in one process. Nothing to close. */
export interface SegmentCollector extends ArrivedDocuments {
  /** For a span processor of SDK 2.x or 3.x: the real exporter, which sends to this collector. */
  readonly exporter: XRaySpanExporter;
  /** What takes the datagrams: for an exporter of your own, alone or beside others in `teeSenders`. */
  readonly sender: Sender;
}

/** What UDP carries over IPv4: 65,507 bytes. */
const MAX_UDP_BYTES = HEADER_LINE.length + MAX_DOCUMENT_BYTES;

/**
 * Collects what would be sent to X-Ray, without a socket: spans go the real way (translate, assemble, fit, encode), and the
 * datagrams are read as the daemon reads them.
 *
 * No two collectors share anything: tests may run at once in one process. Documents are there once the exporter's
 * `forceFlush` (the provider's, with a batch processor) resolves; or wait for them.
 *
 * @throws TypeError for an option that the exporter does not take.
 * @example
 * const collector = createSegmentCollector();
 * const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor(collector.exporter)] });
 * // … run what is to be traced …
 * const trace = await collector.waitForTrace(traceId);
 */
export function createSegmentCollector(options: SegmentCollectorOptions = {}): SegmentCollector {
  return new Collector(options);
}

class Collector extends Arrivals implements SegmentCollector {
  readonly exporter: XRaySpanExporter;
  readonly sender: Sender;

  constructor(options: SegmentCollectorOptions) {
    super();
    this.sender = new ArrivalsSender(this);
    this.exporter = new XRaySpanExporter({ ...options, sender: this.sender });
  }
}

/** Hands datagrams over within the process, and refuses those that UDP would. */
class ArrivalsSender implements Sender {
  readonly #arrivals: Arrivals;
  #isClosed = false;

  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals;
  }

  async send(datagrams: readonly Buffer[]): Promise<SendOutcome> {
    const rejected = datagrams.flatMap((datagram, index) => {
      const reason = this.#refuse(datagram);
      if (reason === undefined) this.#arrivals.receive(datagram);
      return reason === undefined ? [] : [{ index, reason }];
    });
    return rejected.length === 0 ? { status: 'sent' } : { status: 'partial', rejected };
  }

  async forceFlush(): Promise<void> {
    // Every `send` has arrived when it returns.
  }

  async shutdown(): Promise<void> {
    this.#isClosed = true;
  }

  #refuse(datagram: Buffer): 'closed' | 'too-large' | undefined {
    if (this.#isClosed) return 'closed';
    if (datagram.length <= MAX_UDP_BYTES) return undefined;
    this.#arrivals.reject({
      reason: 'too-large',
      message: `expected at most ${MAX_UDP_BYTES} bytes, which is what UDP carries, found ${datagram.length}`,
      datagram,
    });
    return 'too-large';
  }
}
