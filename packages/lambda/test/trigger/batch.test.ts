import { TraceFlags } from '@opentelemetry/api';
import type { Link } from '@opentelemetry/api';
import { linksFromSqsEvent } from '@otel-xray/propagator';
import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import {
  dynamoRecord,
  eventBridge,
  HEADER,
  kafka,
  kafkaHeader,
  kinesisRecord,
  notificationBody,
  OTHER_SPAN_ID,
  ROOT,
  snsRecord,
  SPAN_ID,
  sqsRecord,
  type SqsMembers,
  TRACE_ID,
  TRACEPARENT,
} from './events.ts';

/** The span that the trace header of these events names, and the one that their `traceparent` names. */
const BY_HEADER = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: TraceFlags.SAMPLED, isRemote: true };
const BY_TRACEPARENT = { ...BY_HEADER, spanId: OTHER_SPAN_ID };

const linksOf = (...records: readonly object[]): readonly Link[] => readTrigger({ Records: records }).links;
const sqsContexts = (members: SqsMembers): unknown[] =>
  linksOf(sqsRecord('m-1', members)).map(({ context }) => context);
const headerOfSpan = (index: number): string => `${ROOT};Parent=${String(index + 1).padStart(16, '0')};Sampled=1`;

describe('links to the senders of a batch', () => {
  it('are those of the propagator, with the id of the message', () => {
    const event = { Records: [sqsRecord('m-1', { header: HEADER }), sqsRecord('m-2', { header: headerOfSpan(1) })] };
    expect(readTrigger(event).links).toStrictEqual(linksFromSqsEvent(event));
    expect(readTrigger(event).links[0]).toStrictEqual({
      context: BY_HEADER,
      attributes: { 'messaging.message.id': 'm-1' },
    });
  });

  it.each<{ why: string; members: SqsMembers; contexts: readonly unknown[] }>([
    { why: 'SQS passed the header on', members: { header: HEADER }, contexts: [BY_HEADER] },
    { why: 'the AWS SDK instrumentation wrote it', members: { xray: HEADER }, contexts: [BY_HEADER] },
    { why: 'it wrote the W3C one', members: { traceparent: TRACEPARENT }, contexts: [BY_TRACEPARENT] },
    { why: 'both are there', members: { header: HEADER, traceparent: TRACEPARENT }, contexts: [BY_HEADER] },
    {
      why: 'the header names no span',
      members: { header: ROOT, traceparent: TRACEPARENT },
      contexts: [BY_TRACEPARENT],
    },
    {
      why: 'the header is broken',
      members: { header: 'Root=7', traceparent: TRACEPARENT },
      contexts: [BY_TRACEPARENT],
    },
    { why: 'the header is no text', members: { header: 7, traceparent: TRACEPARENT }, contexts: [BY_TRACEPARENT] },
    { why: 'nothing is there', members: {}, contexts: [] },
    {
      why: 'SNS put it into the body',
      members: { body: notificationBody({ traceparent: TRACEPARENT }) },
      contexts: [BY_TRACEPARENT],
    },
    {
      why: 'with another attribute before it, and the header too',
      members: { body: notificationBody({ kind: 'order', traceparent: TRACEPARENT, 'x-amzn-trace-id': HEADER }) },
      contexts: [BY_HEADER],
    },
    {
      why: 'SQS tells it, so that the body is left alone',
      members: { header: HEADER, body: notificationBody({ traceparent: TRACEPARENT }) },
      contexts: [BY_HEADER],
    },
    {
      why: 'a message that only quotes a notification',
      members: { body: notificationBody({}, notificationBody({ traceparent: TRACEPARENT })) },
      contexts: [],
    },
    {
      why: "the app's own message",
      members: { body: JSON.stringify({ traceparent: { Type: 'String', Value: TRACEPARENT } }) },
      contexts: [],
    },
  ])('are $contexts.length where $why', ({ members, contexts }) => {
    expect(sqsContexts(members)).toEqual(contexts);
  });

  it('name a trace alone where the header does', () => {
    expect(sqsContexts({ header: ROOT })).toEqual([
      linksFromSqsEvent({ Records: [sqsRecord('m-1', { header: ROOT })] })[0]?.context,
    ]);
  });

  it.each([
    { traceparent: `00-${TRACE_ID}-${SPAN_ID}-00`, flags: TraceFlags.NONE, why: 'not sampled' },
    { traceparent: `00-${TRACE_ID}-${SPAN_ID}-03`, flags: TraceFlags.SAMPLED, why: 'another flag beside' },
    { traceparent: `01-${TRACE_ID}-${SPAN_ID}-01`, flags: TraceFlags.SAMPLED, why: 'a later version' },
    { traceparent: `01-${TRACE_ID}-${SPAN_ID}-01-more`, flags: TraceFlags.SAMPLED, why: 'which may say more' },
  ])('read $traceparent ($why)', ({ traceparent, flags }) => {
    expect(sqsContexts({ traceparent })).toEqual([{ ...BY_HEADER, traceFlags: flags }]);
  });

  it.each([
    { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01-more`, why: 'version 00 ends there' },
    { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01\n`, why: 'and with no line break' },
    { traceparent: `ff-${TRACE_ID}-${SPAN_ID}-01`, why: 'no version' },
    { traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-01`, why: 'no trace' },
    { traceparent: `00-${TRACE_ID}-${'0'.repeat(16)}-01`, why: 'no span' },
    { traceparent: `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`, why: 'upper case' },
    { traceparent: `01-${TRACE_ID}-${SPAN_ID}-011`, why: 'no separator' },
    { traceparent: TRACE_ID, why: 'half of it' },
  ])('leave $traceparent out ($why)', ({ traceparent }) => {
    expect(sqsContexts({ traceparent })).toEqual([]);
  });

  it('name each sender once, with the id of its first message', () => {
    const links = linksOf(
      sqsRecord('m-1', { header: HEADER }),
      sqsRecord('m-2'),
      sqsRecord('m-3', { header: HEADER }),
      sqsRecord('m-4', { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` }),
      sqsRecord('m-5', { traceparent: TRACEPARENT }),
    );
    expect(links).toEqual([
      { context: BY_HEADER, attributes: { 'messaging.message.id': 'm-1' } },
      { context: BY_TRACEPARENT, attributes: { 'messaging.message.id': 'm-5' } },
    ]);
  });

  it('have no attribute for a message without an id', () => {
    expect(linksOf({ eventSource: 'aws:sqs', attributes: { AWSTraceHeader: HEADER } })).toStrictEqual([
      { context: BY_HEADER },
    ]);
  });

  it.each([
    { senders: 127, links: 127, unlinked: undefined, why: 'below the limit' },
    { senders: 128, links: 128, unlinked: undefined, why: 'at the limit' },
    { senders: 131, links: 128, unlinked: 3, why: 'above the limit' },
  ])('are $links for $senders senders ($why)', ({ senders, links, unlinked }) => {
    const Records = Array.from({ length: senders }, (_, index) =>
      sqsRecord(`m-${index}`, { header: headerOfSpan(index) }),
    );
    const trigger = readTrigger({ Records });
    expect(trigger.links).toHaveLength(links);
    expect(trigger.attributes['messaging.batch.message_count']).toBe(senders);
    expect(trigger.attributes['messaging.batch.unlinked_message_count']).toBe(unlinked);
  });

  it.each([
    { attributes: { traceparent: TRACEPARENT }, context: BY_TRACEPARENT },
    { attributes: { 'x-amzn-trace-id': HEADER, traceparent: TRACEPARENT }, context: BY_HEADER },
  ])('are found in the message attributes of SNS', ({ attributes, context }) => {
    expect(linksOf(snsRecord(attributes))).toEqual([
      { context, attributes: { 'messaging.message.id': '95df01b4-ee98-5cb9-9903-4c221d41eb5e' } },
    ]);
  });

  it('are found in the headers of Kafka records, which are bytes', () => {
    const headers = [kafkaHeader('kind', 'order'), kafkaHeader('traceparent', TRACEPARENT)];
    expect(readTrigger(kafka(headers)).links).toEqual([{ context: BY_TRACEPARENT }]);
    expect(readTrigger(kafka([kafkaHeader('x-amzn-trace-id', HEADER)])).links).toEqual([{ context: BY_HEADER }]);
    expect(readTrigger(kafka([kafkaHeader('traceparent', TRACEPARENT.repeat(100))])).links).toEqual([]);
  });

  it.each([
    { name: 'Kinesis', event: { Records: [kinesisRecord()] } },
    { name: 'DynamoDB', event: { Records: [dynamoRecord('INSERT')] } },
    { name: 'EventBridge', event: eventBridge() },
  ])('are not looked for in the payloads of $name', ({ event }) => {
    expect(readTrigger(event).links).toEqual([]);
  });
});
