import type { SegmentDocument } from '@otel-xray/segments';
import { parseDatagram, type RejectReason } from './datagram.ts';
import { describeDocument, isComplete, isRootless, normalizeTraceId } from './trace.ts';
import { Waits, type Progress } from './waits.ts';

export interface WaitForOptions {
  /**
   * Milliseconds until the wait rejects.
   *
   * @default 5000
   */
  readonly timeoutMillis?: number | undefined;
}

export interface WaitForTraceOptions extends WaitForOptions {
  /** A parent that sends nothing here: in Lambda, `Parent` of the trace header. Makes the end of the trace exact. */
  readonly rootParentId?: string | undefined;
  /** Says itself when the trace's documents are enough, instead of the rule below. */
  readonly until?: ((documents: readonly SegmentDocument[]) => boolean) | undefined;
  /**
   * Milliseconds of silence that end a trace of subsegments whose root cannot be told, for want of `rootParentId`.
   *
   * @default 250
   */
  readonly quietMillis?: number | undefined;
}

/** A datagram that gave no document. */
export interface RejectedDatagram {
  readonly reason: RejectReason;
  /** What was expected and what was found. */
  readonly message: string;
  readonly datagram: Buffer;
}

/** What a stand-in has been sent, and how to wait for it: the part that a daemon and a collector share. */
export interface ArrivedDocuments {
  /** Everything that arrived and was taken, in order of arrival; grows. */
  readonly documents: readonly SegmentDocument[];
  /** Everything that arrived and was not taken; grows. */
  readonly rejected: readonly RejectedDatagram[];
  /** The documents by trace id, traces and documents in order of arrival. A snapshot. */
  traces(): ReadonlyMap<string, readonly SegmentDocument[]>;
  /**
   * Resolves with the trace's documents once the trace is there: a segment of it has ended (or the subsegment below
   * `rootParentId`), and every subsegment's parent has arrived. Where there are only subsegments below a parent from
   * elsewhere and no `rootParentId` says which, it resolves after `quietMillis` of silence.
   *
   * Rejects with a `DeadlineError` that tells what arrived instead.
   *
   * @param traceId - in either form: `1-6553f100-a1b2c3d4e5f60718293a4b5c` or its 32 digits alone.
   */
  waitForTrace(traceId: string, options?: WaitForTraceOptions): Promise<readonly SegmentDocument[]>;
  /** Resolves with all documents once `predicate` holds for them. Rejects like `waitForTrace`. */
  waitFor(
    predicate: (documents: readonly SegmentDocument[]) => boolean,
    options?: WaitForOptions,
  ): Promise<readonly SegmentDocument[]>;
  /** Forgets what has arrived, so that the next test begins with nothing. What waits goes on waiting. */
  clear(): void;
}

const DEFAULT_TIMEOUT_MILLIS = 5_000;
const DEFAULT_QUIET_MILLIS = 250;

/** Takes datagrams, keeps documents and rejections apart, and tells those that wait. */
export class Arrivals implements ArrivedDocuments {
  readonly documents: SegmentDocument[] = [];
  readonly rejected: RejectedDatagram[] = [];
  readonly #waits = new Waits();

  /** One datagram has arrived, by whatever way. */
  receive(datagram: Buffer): void {
    const parsed = parseDatagram(datagram);
    if (!parsed.ok) return this.reject({ reason: parsed.reason, message: parsed.message, datagram });
    this.documents.push(parsed.document);
    this.#waits.arrived();
  }

  /** A datagram has come that is not taken. */
  reject(rejected: RejectedDatagram): void {
    this.rejected.push(rejected);
    this.#waits.arrived();
  }

  traces(): ReadonlyMap<string, readonly SegmentDocument[]> {
    const traces = new Map<string, SegmentDocument[]>();
    for (const document of this.documents) {
      const known = traces.get(document.trace_id);
      if (known === undefined) traces.set(document.trace_id, [document]);
      else known.push(document);
    }
    return traces;
  }

  waitForTrace(traceId: string, options: WaitForTraceOptions = {}): Promise<readonly SegmentDocument[]> {
    const { rootParentId, until, quietMillis = DEFAULT_QUIET_MILLIS, timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = options;
    const wanted = normalizeTraceId(traceId);
    const check = (): Progress<readonly SegmentDocument[]> => {
      const documents = this.documents.filter((document) => document.trace_id === wanted);
      if (until !== undefined) return until(documents) ? { done: documents } : undefined;
      if (isComplete(documents, rootParentId)) return { done: documents };
      return rootParentId === undefined && isRootless(documents) ? { settling: documents } : undefined;
    };
    const describe = (): string => `trace ${wanted} is not there. ${this.describe()}`;
    return this.#waits.wait({ check, timeoutMillis, quietMillis, describe });
  }

  waitFor(
    predicate: (documents: readonly SegmentDocument[]) => boolean,
    options: WaitForOptions = {},
  ): Promise<readonly SegmentDocument[]> {
    const check = (): Progress<readonly SegmentDocument[]> =>
      predicate(this.documents) ? { done: [...this.documents] } : undefined;
    const describe = (): string => `the predicate holds for no documents so far. ${this.describe()}`;
    const { timeoutMillis = DEFAULT_TIMEOUT_MILLIS } = options;
    return this.#waits.wait({ check, timeoutMillis, quietMillis: DEFAULT_QUIET_MILLIS, describe });
  }

  clear(): void {
    this.documents.length = 0;
    this.rejected.length = 0;
  }

  /** Nothing arrives any more: ends what still waits, with `why` and what there is. */
  end(why: string): void {
    this.#waits.close(`${why} ${this.describe()}`);
  }

  /** What arrived, a line each: for whoever waited for something else. */
  describe(): string {
    const lines = [
      ...this.documents.map((document) => `  ${document.trace_id}: ${describeDocument(document)}`),
      ...this.rejected.map(({ reason, message }) => `  rejected, ${reason}: ${message}`),
    ];
    return lines.length === 0 ? 'Nothing arrived.' : `Arrived:\n${lines.join('\n')}`;
  }
}
