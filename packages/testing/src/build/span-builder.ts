import type { Attributes, HrTime, ReadableSpan, SpanContext, SpanEvent, SpanLink } from '@otel-xray/segments';
import { readError } from './error-text.ts';
import { DURATION_MILLIS, type Identity, nextId, toHrTime } from './identity.ts';

const SpanKind = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 } as const;
const STATUS_ERROR = 2;

/** A span as the SDKs hand it to an exporter, with every member that SDK 2.x and 3.x have. */
export type BuiltSpan = ReadableSpan & { readonly duration: HrTime; readonly ended: boolean };

/** Either a span, or what names one. */
type Parent = Pick<ReadableSpan, 'spanContext' | 'startTime'> | SpanContext;

interface SpanPlan extends Identity {
  readonly name: string;
  readonly kind: number;
  readonly parent: SpanContext | undefined;
  /** Whether id and start were asked for: `childOf` leaves those alone. */
  readonly isPlaced: boolean;
  readonly durationMillis: number;
  readonly isOpen: boolean;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Attributes;
  readonly events: readonly Omit<SpanEvent, 'time'>[];
  readonly links: readonly SpanLink[];
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version?: string };
}

/**
 * Builds a span for a test, member by member. Immutable: each call gives a new builder, so that one may be the start of many.
 * Nothing is random and no clock is read.
 *
 * @example
 * const request = aSpan().server().http({ method: 'GET', url: 'https://shop.example/orders', status: 200 }).build();
 * const call = aSpan().client().childOf(request).failed(new Error('no stock')).build();
 */
export class SpanBuilder {
  readonly #plan: SpanPlan;

  constructor(plan: SpanPlan) {
    this.#plan = plan;
  }

  /** An internal root span of the service `orders`, of 100 ms. */
  static of(identity: Identity, isPlaced: boolean): SpanBuilder {
    return new SpanBuilder({
      ...identity,
      isPlaced,
      name: 'work',
      kind: SpanKind.internal,
      parent: undefined,
      durationMillis: DURATION_MILLIS,
      isOpen: false,
      status: { code: 0 },
      attributes: {},
      events: [],
      links: [],
      resource: { 'service.name': 'orders' },
      scope: { name: 'test' },
    });
  }

  /** The span's own name. */
  named(name: string): SpanBuilder {
    return this.#with({ name });
  }

  internal(): SpanBuilder {
    return this.#with({ kind: SpanKind.internal });
  }

  server(): SpanBuilder {
    return this.#with({ kind: SpanKind.server });
  }

  client(): SpanBuilder {
    return this.#with({ kind: SpanKind.client });
  }

  producer(): SpanBuilder {
    return this.#with({ kind: SpanKind.producer });
  }

  consumer(): SpanBuilder {
    return this.#with({ kind: SpanKind.consumer });
  }

  /** Adds attributes; of a key that is there already the new value counts. */
  attributes(attributes: Attributes): SpanBuilder {
    return this.#with({ attributes: { ...this.#plan.attributes, ...attributes } });
  }

  /** Adds attributes of the resource. */
  resource(attributes: Attributes): SpanBuilder {
    return this.#with({ resource: { ...this.#plan.resource, ...attributes } });
  }

  /** What made the span: `service.name`, `service.version`. */
  service(name: string, version?: string): SpanBuilder {
    return this.resource({ 'service.name': name, ...(version !== undefined && { 'service.version': version }) });
  }

  /** The instrumentation that made it. */
  scope(name: string, version?: string): SpanBuilder {
    return this.#with({ scope: { name, ...(version !== undefined && { version }) } });
  }

  /** An HTTP request, by the stable conventions; a server's URL is written in its parts, as they ask. */
  http({ method, url, status, route }: HttpParts): SpanBuilder {
    const request = { 'http.request.method': method, ...urlAttributes(url, this.#plan.kind === SpanKind.server) };
    return this.attributes({
      ...request,
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(route !== undefined && { 'http.route': route }),
    });
  }

  /** A call of an AWS service, as instrumentation-aws-sdk writes it. */
  aws({ service, operation, region, requestId }: AwsParts): SpanBuilder {
    return this.attributes({
      'rpc.system': 'aws-api',
      'rpc.service': service,
      'rpc.method': operation,
      ...(region !== undefined && { 'cloud.region': region }),
      ...(requestId !== undefined && { 'aws.request.id': requestId }),
    });
  }

  /** A call of a database, by the stable conventions. */
  sql({ system, query, database, host }: SqlParts): SpanBuilder {
    return this.attributes({
      'db.system.name': system,
      ...(query !== undefined && { 'db.query.text': query }),
      ...(database !== undefined && { 'db.namespace': database }),
      ...(host !== undefined && { 'server.address': host }),
    });
  }

  /**
   * Below `parent`, in its trace. Without id and start of its own (`aSpan()` has none, the counting builders do) it takes
   * the parent's next id, and starts 10 ms after it.
   *
   * @param options - `remote`: whether the parent is in another process; default `false`.
   */
  childOf(parent: Parent, { remote = false }: { remote?: boolean } = {}): SpanBuilder {
    const { traceId, spanId } = contextOf(parent);
    const below = this.#with({ traceId, parent: { traceId, spanId, isRemote: remote } });
    if (this.#plan.isPlaced) return below;
    const placed = below.#with({ id: nextId(spanId) });
    if (!('startTime' in parent)) return placed;
    return placed.#with({ startMillis: parent.startTime[0] * 1000 + parent.startTime[1] / 1e6 + 10 });
  }

  /** 16 hex digits. */
  withId(id: string): SpanBuilder {
    return this.#with({ id, isPlaced: true });
  }

  /** 32 hex digits. */
  inTrace(traceId: string): SpanBuilder {
    return this.#with({ traceId });
  }

  /** Milliseconds since 1970. */
  startingAt(startMillis: number): SpanBuilder {
    return this.#with({ startMillis, isPlaced: true });
  }

  lasting(durationMillis: number): SpanBuilder {
    return this.#with({ durationMillis, isOpen: false });
  }

  /** Not ended yet, as a processor sees it at its start. */
  inProgress(): SpanBuilder {
    return this.#with({ isOpen: true });
  }

  /** Ended by an exception: recorded as an event, with the status that tracers set. */
  failed(error: unknown): SpanBuilder {
    const { type, message, stack } = readError(error);
    const attributes = {
      'exception.type': type,
      'exception.message': message,
      ...(stack !== undefined && { 'exception.stacktrace': stack }),
    };
    return this.event('exception', attributes).#with({ status: { code: STATUS_ERROR, message } });
  }

  /** Something that happened at the end of the span. */
  event(name: string, attributes: Attributes = {}): SpanBuilder {
    return this.#with({ events: [...this.#plan.events, { name, attributes }] });
  }

  linkedTo(other: Parent, attributes: Attributes = {}): SpanBuilder {
    return this.#with({ links: [...this.#plan.links, { context: contextOf(other), attributes }] });
  }

  /** The span. Building twice gives two equal ones. */
  build(): BuiltSpan {
    const { traceId, id, parent, startMillis, isOpen, resource, scope, ...plan } = this.#plan;
    const durationMillis = isOpen ? 0 : plan.durationMillis;
    return {
      name: plan.name,
      kind: plan.kind,
      spanContext: () => ({ traceId, spanId: id, traceFlags: 1 }),
      parentSpanContext: parent,
      startTime: toHrTime(startMillis),
      endTime: isOpen ? [0, 0] : toHrTime(startMillis + durationMillis),
      duration: toHrTime(durationMillis),
      ended: !isOpen,
      status: plan.status,
      attributes: { ...plan.attributes },
      events: plan.events.map((event) => ({ ...event, time: toHrTime(startMillis + durationMillis) })),
      links: plan.links,
      resource: { attributes: resource },
      instrumentationScope: scope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  }

  #with(change: Partial<SpanPlan>): SpanBuilder {
    return new SpanBuilder({ ...this.#plan, ...change });
  }
}

/** Parts of an HTTP request. */
export interface HttpParts {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  /** `/orders/{id}`. */
  readonly route?: string;
}

/** Parts of a call of an AWS service. */
export interface AwsParts {
  /** `DynamoDB`. */
  readonly service: string;
  /** `PutItem`. */
  readonly operation: string;
  readonly region?: string;
  readonly requestId?: string;
}

/** Parts of a call of a database. */
export interface SqlParts {
  /** `postgresql`. */
  readonly system: string;
  readonly query?: string;
  readonly database?: string;
  readonly host?: string;
}

function contextOf(span: Parent): SpanContext {
  return 'spanContext' in span ? span.spanContext() : span;
}

function urlAttributes(url: string, isServer: boolean): Attributes {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const address = { 'server.address': hostname, ...(port !== '' && { 'server.port': Number(port) }) };
  if (!isServer) return { 'url.full': url, ...address };
  const query = search === '' ? {} : { 'url.query': search.slice(1) };
  return { 'url.scheme': protocol.slice(0, -1), 'url.path': pathname, ...query, ...address };
}
