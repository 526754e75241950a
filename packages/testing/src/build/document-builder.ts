import type { AnnotationValue, AwsBlock, JsonValue, SegmentDocument, SqlBlock, Subsegment } from '@otel-xray/segments';
import { readError } from './error-text.ts';
import { DURATION_MILLIS, type Identity, nextId, toXRay } from './identity.ts';

interface DocumentPlan {
  readonly document: SegmentDocument;
  /** Whether id and start were asked for: `childOf` leaves those alone. */
  readonly isPlaced: boolean;
}

/**
 * Builds a segment document for a test. Immutable: each call gives a new builder. What is built has no findings of
 * `lintDocument`, unless {@link DocumentBuilder.having} or what is put into it breaks it.
 *
 * @example
 * const segment = aSegment().named('orders').http({ method: 'GET', url: 'https://shop.example/', status: 503 }).build();
 * const call = aSubsegment().childOf(segment).aws({ operation: 'PutItem', table_name: 'orders' }).build();
 */
export class DocumentBuilder {
  readonly #plan: DocumentPlan;

  constructor(plan: DocumentPlan) {
    this.#plan = plan;
  }

  /** A segment `orders`, of 100 ms, without a parent. */
  static segment({ traceId, id, startMillis }: Identity, isPlaced: boolean): DocumentBuilder {
    const [start_time, end_time] = [startMillis / 1000, (startMillis + DURATION_MILLIS) / 1000];
    return new DocumentBuilder({
      isPlaced,
      document: { id, trace_id: toXRay(traceId), name: 'orders', start_time, end_time },
    });
  }

  /** A subsegment `work` sent on its own, below the id before its own. */
  static subsegment(identity: Identity, parentId: string, isPlaced: boolean): DocumentBuilder {
    return DocumentBuilder.segment(identity, isPlaced).having({
      type: 'subsegment',
      parent_id: parentId,
      name: 'work',
    });
  }

  named(name: string): DocumentBuilder {
    return this.having({ name });
  }

  /** 16 hex digits. */
  withId(id: string): DocumentBuilder {
    return this.#with({ document: { ...this.#plan.document, id }, isPlaced: true });
  }

  /** 32 hex digits. */
  inTrace(traceId: string): DocumentBuilder {
    return this.having({ trace_id: toXRay(traceId) });
  }

  /** Milliseconds since 1970. It lasts as long as before. */
  startingAt(startMillis: number): DocumentBuilder {
    const { start_time: start, end_time: end } = this.#plan.document;
    const moved = this.having({ start_time: startMillis / 1000 }).#with({ isPlaced: true });
    return end === undefined ? moved : moved.lasting((end - start) * 1000);
  }

  lasting(durationMillis: number): DocumentBuilder {
    const { in_progress: _inProgress, ...document } = this.#plan.document;
    const startMillis = Math.round(document.start_time * 1e6) / 1e3;
    return this.#with({
      document: { ...document, end_time: (startMillis + Math.round(durationMillis * 1e3) / 1e3) / 1000 },
    });
  }

  /** Runs on: `in_progress` instead of `end_time`. */
  inProgress(): DocumentBuilder {
    const { end_time: _end, ...document } = this.#plan.document;
    return this.#with({ document: { ...document, in_progress: true } });
  }

  /** Below `parent`, in its trace. Without id and start of its own it takes the parent's next id and starts 10 ms after it. */
  childOf(parent: Pick<SegmentDocument, 'id' | 'trace_id' | 'start_time'>): DocumentBuilder {
    const below = this.having({ trace_id: parent.trace_id, parent_id: parent.id });
    if (this.#plan.isPlaced) return below;
    const started = below.startingAt(Math.round(parent.start_time * 1000) + 10);
    return started.withId(nextId(parent.id)).#with({ isPlaced: false });
  }

  /** Puts children inside, without the members that the parent makes redundant. */
  with(...children: readonly Subsegment[]): DocumentBuilder {
    const { subsegments = [] } = this.#plan.document;
    return this.having({ subsegments: [...subsegments, ...children.map(toNested)] });
  }

  annotated(annotations: Readonly<Record<string, AnnotationValue>>): DocumentBuilder {
    return this.having({ annotations: { ...this.#plan.document.annotations, ...annotations } });
  }

  /** @param namespace - default `default`. */
  metadata(values: Readonly<Record<string, JsonValue>>, namespace = 'default'): DocumentBuilder {
    const { metadata } = this.#plan.document;
    return this.having({ metadata: { ...metadata, [namespace]: { ...metadata?.[namespace], ...values } } });
  }

  /** A request and its answer, with the flags that its status means. */
  http({ method, url, status }: { method: string; url: string; status?: number }): DocumentBuilder {
    const request = this.having({ http: { request: { method, url } } });
    if (status === undefined) return request;
    return request.having({ http: { request: { method, url }, response: { status } }, ...flagsOf(status) });
  }

  /** A call of an AWS service: `namespace: 'aws'`. */
  aws(aws: AwsBlock): DocumentBuilder {
    return this.having({ ...(this.#plan.document.type === 'subsegment' && { namespace: 'aws' }), aws });
  }

  /** A call of a database, on a subsegment: `namespace: 'remote'`. */
  sql(sql: SqlBlock): DocumentBuilder {
    return this.having({ ...(this.#plan.document.type === 'subsegment' && { namespace: 'remote' }), sql });
  }

  /** Ended by an exception: `cause`, and `fault` unless it is an error already. */
  failed(error: unknown): DocumentBuilder {
    const { type, message } = readError(error);
    const { id, error: isError } = this.#plan.document;
    const exception = { id: `e${id.slice(1)}`, type, message };
    return this.having({ cause: { exceptions: [exception] }, ...(isError !== true && { fault: true }) });
  }

  fault(): DocumentBuilder {
    return this.having({ fault: true });
  }

  error(): DocumentBuilder {
    return this.having({ error: true });
  }

  throttle(): DocumentBuilder {
    return this.having({ error: true, throttle: true });
  }

  /** Any members, over what is there. */
  having(members: Partial<SegmentDocument>): DocumentBuilder {
    return this.#with({ document: { ...this.#plan.document, ...members } });
  }

  /** The document. Building twice gives two equal ones that share nothing. */
  build(): SegmentDocument {
    return structuredClone(this.#plan.document);
  }

  #with(change: Partial<DocumentPlan>): DocumentBuilder {
    return new DocumentBuilder({ ...this.#plan, ...change });
  }
}

function toNested({ trace_id: _trace, parent_id: _parent, type: _type, ...rest }: Subsegment): Subsegment {
  return rest;
}

function flagsOf(status: number): Pick<SegmentDocument, 'error' | 'fault' | 'throttle'> {
  if (status === 429) return { error: true, throttle: true };
  if (status >= 400 && status <= 499) return { error: true };
  return status >= 500 && status <= 599 ? { fault: true } : {};
}
