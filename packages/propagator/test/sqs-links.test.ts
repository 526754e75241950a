import { TraceFlags } from '@opentelemetry/api';
import type { Link, SpanOptions } from '@opentelemetry/api';
import { toRootOnlyParentId } from '@otel-xray/segments';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { linksFromSqsEvent } from '@otel-xray/propagator';
import { recordDiag } from './diag-recorder.ts';

const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
const spanId = '53995c3f42cd8ad8';
const ROOT = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c';
const HEADER = `${ROOT};Parent=${spanId};Sampled=1`;
const context = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
const said = recordDiag();

function record(messageId: string, AWSTraceHeader?: unknown): object {
  return {
    messageId,
    receiptHandle: 'r',
    body: '{}',
    attributes: { SentTimestamp: '1', AWSTraceHeader },
    eventSource: 'aws:sqs',
  };
}

describe('linksFromSqsEvent', () => {
  it('links the senders of a Lambda event', () => {
    expect(linksFromSqsEvent({ Records: [record('m-1', HEADER), record('m-2', `${ROOT};Sampled=0`)] })).toStrictEqual([
      { context, attributes: { 'messaging.message.id': 'm-1' } },
      {
        context: { ...context, spanId: toRootOnlyParentId(traceId), traceFlags: TraceFlags.NONE },
        attributes: { 'messaging.message.id': 'm-2' },
      },
    ]);
    expect(said).toEqual([]);
  });

  it('links the senders of what ReceiveMessage gave', () => {
    const output = { Messages: [{ MessageId: 'm-1', Body: '{}', Attributes: { AWSTraceHeader: HEADER } }] };
    expect(linksFromSqsEvent(output)).toStrictEqual([{ context, attributes: { 'messaging.message.id': 'm-1' } }]);
  });

  it('links a message without an id too', () => {
    expect(linksFromSqsEvent({ Records: [{ attributes: { AWSTraceHeader: HEADER } }] })).toStrictEqual([{ context }]);
  });

  it('takes a sender that left sampling open as sampled', () => {
    expect(linksFromSqsEvent({ Records: [record('m-1', `${ROOT};Parent=${spanId};Sampled=?`)] })[0]?.context).toEqual(
      context,
    );
  });

  it('leaves out messages without a trace header or with a malformed one, and tells how many', () => {
    const event = {
      Records: [record('m-1'), record('m-2', 'Root=secret'), record('m-3', HEADER), record('m-4', 7), null],
    };
    expect(linksFromSqsEvent(event).map(({ attributes }) => attributes)).toEqual([{ 'messaging.message.id': 'm-3' }]);
    expect(said).toEqual([
      'debug otel-xray/propagator SQS messages without a trace header, or with a malformed one: 4',
    ]);
  });

  it.each([undefined, null, 7, 'text', [], {}, { Records: null }, { Records: {} }, { Records: [] }, { Messages: 'm' }])(
    'finds no links in %j',
    (event) => {
      expect(linksFromSqsEvent(event)).toEqual([]);
    },
  );

  it('finds no links in an event whose properties throw', () => {
    const event = {
      get Records(): never {
        throw new Error('broken');
      },
    };
    expect(linksFromSqsEvent(event)).toEqual([]);
  });

  test('no event makes it throw', () => {
    const records = fc.array(
      fc.oneof(fc.anything(), fc.record({ messageId: fc.anything(), attributes: fc.anything() })),
    );
    const event = fc.oneof(fc.anything(), fc.record({ Records: records }), fc.record({ Messages: records }));
    fc.assert(
      fc.property(event, (odd) => {
        expect(linksFromSqsEvent(odd)).toBeInstanceOf(Array);
      }),
    );
  });

  it('gives what the span options take', () => {
    expectTypeOf(linksFromSqsEvent).returns.toEqualTypeOf<Link[]>();
    expectTypeOf<Link[]>().toExtend<NonNullable<SpanOptions['links']>>();
  });
});
