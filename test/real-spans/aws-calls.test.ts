import { type ReadableSpan, type SegmentDocument, translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { documentsOf, flatten } from './documents.ts';
import { loadTraces, type RealTrace } from './load.ts';

const traces = loadTraces(process.env['REAL_SPANS']);
const isCall = (span: ReadableSpan): boolean => span.attributes['rpc.system'] === 'aws-api';
const calls = traces.flatMap(({ spans }) => spans).filter(isCall);

/** The document that bears the span's id: for a call without parent the call, not the service around it. */
function documentOf(span: ReadableSpan): SegmentDocument | undefined {
  const translation = translate(span);
  return translation.ok ? translation.documents.find(({ id }) => id === span.spanContext().spanId) : undefined;
}

/** Calls for which the member is not the first of the attributes that is there. */
function violations(member: (document: SegmentDocument) => unknown, ...keys: string[]): unknown[] {
  return calls.flatMap((span) => {
    const expected = keys.map((key) => span.attributes[key]).find((value) => value !== undefined);
    const found = member(documentOf(span) as SegmentDocument);
    return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ span: span.name, expected, found }];
  });
}

describe('calls of AWS services', () => {
  it('are there', () => expect(calls).not.toHaveLength(0));

  it('are nodes of the kind aws', () => {
    expect(
      calls.map(documentOf).filter((document) => document?.namespace !== 'aws' || document.type !== 'subsegment'),
    ).toEqual([]);
  });

  it.each([
    { what: 'service', member: (document: SegmentDocument) => document.name, keys: ['rpc.service'] },
    { what: 'operation', member: (document: SegmentDocument) => document.aws?.operation, keys: ['rpc.method'] },
    { what: 'region', member: (document: SegmentDocument) => document.aws?.region, keys: ['cloud.region'] },
    { what: 'request id', member: (document: SegmentDocument) => document.aws?.request_id, keys: ['aws.request.id'] },
    {
      what: 'extended request id',
      member: (document: SegmentDocument) => document.aws?.id_2,
      keys: ['aws.request.extended_id'],
    },
    { what: 'bucket', member: (document: SegmentDocument) => document.aws?.bucket_name, keys: ['aws.s3.bucket'] },
    { what: 'topic', member: (document: SegmentDocument) => document.aws?.topic_arn, keys: ['aws.sns.topic.arn'] },
    {
      what: 'function',
      member: (document: SegmentDocument) => document.aws?.function_name,
      keys: ['faas.invoked_name'],
    },
    {
      what: 'stream',
      member: (document: SegmentDocument) => document.aws?.stream_name,
      keys: ['aws.kinesis.stream.name'],
    },
    {
      what: 'state machine',
      member: (document: SegmentDocument) => document.aws?.state_machine_arn,
      keys: ['aws.step_functions.state_machine.arn'],
    },
    {
      what: 'activity',
      member: (document: SegmentDocument) => document.aws?.activity_arn,
      keys: ['aws.step_functions.activity.arn'],
    },
    {
      what: 'secret',
      member: (document: SegmentDocument) => document.aws?.secret_arn,
      keys: ['aws.secretsmanager.secret.arn'],
    },
    {
      what: 'queue',
      member: (document: SegmentDocument) => document.aws?.queue_url,
      keys: ['url.full', 'messaging.url'],
    },
    {
      what: 'HTTP status',
      member: (document: SegmentDocument) => document.http?.response?.status,
      keys: ['http.response.status_code', 'http.status_code'],
    },
  ])('tell their $what wherever the span holds it', ({ member, keys }) => {
    expect(violations(member, ...keys)).toEqual([]);
  });

  it('tell their table, or all of them', () => {
    const found = calls.map((span) => {
      const { table_name, table_names } = documentOf(span)?.aws ?? {};
      return table_names ?? (table_name === undefined ? undefined : [table_name]);
    });
    expect(found).toEqual(calls.map((span) => span.attributes['aws.dynamodb.table_names']));
  });

  it('have no URL of a request: what stands in `url.full` is the queue', () => {
    expect(calls.map(documentOf).filter((document) => document?.http?.request?.url !== undefined)).toEqual([]);
  });

  it('are throttled where the error says so, whatever the HTTP status', () => {
    const says =
      /^(Throttling|ThrottlingException|ProvisionedThroughputExceededException|RequestThrottled|SlowDown|TooManyRequestsException|RequestLimitExceeded|LimitExceededException)$/;
    const throttled = calls.filter(({ events }) =>
      events.some(({ attributes }) => says.test(String(attributes?.['exception.type']))),
    );
    expect(throttled.map(documentOf).filter((document) => document?.throttle !== true)).toEqual([]);
    const others = calls.filter(
      (span) => !throttled.includes(span) && span.attributes['http.response.status_code'] !== 429,
    );
    expect(others.map(documentOf).filter((document) => document?.throttle === true)).toEqual([]);
  });
});

/** The HTTP requests right below each call, from the spans alone. */
function attemptsOf({ spans }: RealTrace): { call: ReadableSpan; attempts: ReadableSpan[] }[] {
  return spans.filter(isCall).map((call) => ({
    call,
    attempts: spans.filter(
      ({ parentSpanContext, instrumentationScope }) =>
        parentSpanContext?.spanId === call.spanContext().spanId &&
        /instrumentation-(http|undici)$/.test(instrumentationScope?.name ?? ''),
    ),
  }));
}

describe('the HTTP requests below a call', () => {
  const assembled = traces.map((trace) => ({ trace, all: flatten(documentsOf(trace)), calls: attemptsOf(trace) }));

  it('are there', () => {
    expect(
      assembled.flatMap(({ calls: all }) => all.map(({ attempts }) => attempts.length)).toSorted((a, b) => b - a)[0],
    ).toBeGreaterThan(1);
  });

  it('are no nodes of their own', () => {
    const remote = assembled
      .filter(({ trace }) => trace.group === 'aws')
      .flatMap(({ all }) => all.filter(({ namespace }) => namespace === 'remote'));
    expect(remote).toEqual([]);
  });

  it('are told as retries: one less than there were, or than a hook has counted', () => {
    const wrong = assembled.flatMap(({ trace, all, calls: traced }) =>
      traced.flatMap(({ call, attempts }) => {
        const counted = attempts.length > 0 ? attempts.length : (call.attributes['aws.attempts'] as number | undefined);
        const id = call.spanContext().spanId;
        const document = all.find((one) => one.id === id || one.metadata?.['otel']?.['span_id'] === id);
        const expected = counted === undefined ? undefined : counted - 1;
        return document?.aws?.retries === expected
          ? []
          : [{ trace: trace.name, expected, found: document?.aws?.retries }];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('give the call the id that their trace header named', () => {
    const wrong = assembled.flatMap(({ trace, all, calls: traced }) =>
      traced
        .filter(
          ({ attempts }) =>
            attempts.length > 0 &&
            !attempts.some((attempt) => all.some(({ id }) => id === attempt.spanContext().spanId)),
        )
        .map(() => trace.name),
    );
    expect(wrong).toEqual([]);
  });
});
