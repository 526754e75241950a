import type { ReadableSpan, Subsegment } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { documentsOf, flatten, nodesOf } from './documents.ts';
import { loadTraces, type RealTrace } from './load.ts';

const traces = loadTraces(process.env['REAL_SPANS']);
const [SERVER, CLIENT, PRODUCER, CONSUMER] = [1, 2, 3, 4];

/** Which library made the span: `http`, `aws-sdk`; `app` for the app itself. */
function scopeOf(span: ReadableSpan): string {
  return /^@.*\/(?:instrumentation-)?([^/]+)$/.exec(span.instrumentationScope?.name ?? '')?.[1] ?? 'app';
}

/** The first of the attributes that is there. */
function first({ attributes }: ReadableSpan, ...keys: readonly string[]): string {
  return (
    keys.map((key) => attributes[key]).find((value): value is string => typeof value === 'string' && value !== '') ?? ''
  );
}

/** Host without port and brackets, wherever the span has it. */
function hostOf(span: ReadableSpan): string {
  const url = first(span, 'url.full', 'http.url', 'db.connection_string');
  const host = first(span, 'server.address', 'net.peer.name') || (URL.canParse(url) ? new URL(url).hostname : '');
  return host.replaceAll(/[[\]]/g, '');
}

/** What the span calls, as a person would name it who knows which library made the span; `undefined` where that is nothing. */
function calleeOf(span: ReadableSpan, { spans }: RealTrace): string | undefined {
  const isBelowAws = spans.some(
    (other) =>
      other.spanContext().spanId === span.parentSpanContext?.spanId && other.attributes['rpc.system'] === 'aws-api',
  );
  switch (scopeOf(span)) {
    case 'aws-sdk':
      return span.attributes['rpc.system'] === 'aws-api' ? `aws ${first(span, 'rpc.service')}` : undefined;
    case 'http':
    case 'undici':
      return span.kind === CLIENT && !isBelowAws ? `remote ${hostOf(span)}` : undefined;
    case 'pg':
    case 'mysql2':
    case 'mongodb':
    case 'knex':
      return `remote ${[first(span, 'db.namespace', 'db.name'), hostOf(span)].filter((part) => part !== '').join('@')}`;
    case 'ioredis':
    case 'redis':
    case 'memcached':
      return `remote ${hostOf(span)}`;
    case 'amqplib':
      return span.kind === PRODUCER
        ? `remote ${first(span, 'messaging.destination', 'messaging.destination.name', 'messaging.rabbitmq.routing_key')}`
        : undefined;
    case 'app':
      return span.kind === CLIENT || span.kind === PRODUCER
        ? `remote ${first(span, 'peer.service') || span.name}`
        : undefined;
    default:
      return undefined;
  }
}

/** The segment that the span is or makes; `undefined` where it is a part of another's. */
function serviceOf(span: ReadableSpan): string | undefined {
  const parent = span.parentSpanContext;
  const service = String(span.resource.attributes['service.namespace'] ?? span.resource.attributes['service.name']);
  // Lambda's own segment stands above.
  if (parent !== undefined && /:lambda:/.test(first(span, 'cloud.resource_id', 'faas.id'))) return undefined;
  if (parent !== undefined && (parent.isRemote !== true || ![SERVER, CLIENT, PRODUCER, CONSUMER].includes(span.kind)))
    return undefined;
  return span.kind === 0 && scopeOf(span) === 'app' ? span.name || 'span' : service;
}

function expectedNodes(trace: RealTrace): string[] {
  const nodes = trace.spans.flatMap((span) => [serviceOf(span), calleeOf(span, trace)]);
  return [...new Set(nodes.filter((node) => node !== undefined))].toSorted();
}

describe('the nodes of the service map', () => {
  it.each(traces.map((trace) => ({ ...trace, trace })))('$name: $scenario', ({ trace }) => {
    expect(nodesOf(documentsOf(trace))).toEqual(expectedNodes(trace));
  });

  const named = traces.flatMap((trace) => flatten(documentsOf(trace)));

  it('are never named after an HTTP method, and never unknown', () => {
    const wrong = (one: Subsegment): boolean =>
      /^(_OTHER|HTTP|[A-Z]{3,8}|unknown.*)$/.test(one.name) && !/^(SQS|SNS|SSM|STS|SFN|KMS)$/.test(one.name);
    expect(named.filter(wrong)).toEqual([]);
  });

  it('have names that X-Ray takes', () => {
    expect(
      named.filter(({ name }) => !/^[\p{L}\p{N}\s_.:/%&#=+\-@]{1,200}$/u.test(name) || name !== name.trim()),
    ).toEqual([]);
  });

  it('are the same on both SDK lines', () => {
    const scenarios = [
      ...Map.groupBy(
        traces.filter(({ set }) => set !== 'older'),
        ({ group, scenario }) => `${group}: ${scenario}`,
      ),
    ];
    const differing = scenarios.flatMap(([scenario, all]) => {
      const [two, three] = ['sdk2', 'sdk3'].map((line) =>
        [...new Set(all.filter(({ set }) => set === line).flatMap((trace) => nodesOf(documentsOf(trace))))].toSorted(),
      );
      return two?.length === 0 || three?.length === 0 || JSON.stringify(two) === JSON.stringify(three)
        ? []
        : [{ scenario, two, three }];
    });
    expect(differing).toEqual([]);
  });
});

describe('server spans', () => {
  it('are segments: no SDK says of a parent that it is of the same process', () => {
    const wrong = traces.flatMap((trace) => {
      const documents = documentsOf(trace);
      const servers = trace.spans.filter(
        (span) => span.kind === SERVER && !/:lambda:/.test(first(span, 'cloud.resource_id', 'faas.id')),
      );
      return servers.flatMap((span) => {
        const isSegment = documents.some(({ id, type }) => id === span.spanContext().spanId && type === undefined);
        return isSegment ? [] : [{ trace: trace.name, span: span.name }];
      });
    });
    expect(wrong).toEqual([]);
  });
});
