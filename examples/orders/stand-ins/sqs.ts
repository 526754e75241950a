import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SqsEvent, SqsRecord } from '../src/events.ts';
import { readText, startServer, type StandIn } from './server.ts';

export interface SqsStandIn extends StandIn {
  /** Takes everything out of the queues, as the event that Lambda's event-source mapping would make of it. */
  drain(): SqsEvent;
}

interface SendMessage {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string; readonly DataType: string }>>;
  readonly MessageSystemAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/**
 * An SQS that knows `SendMessage`.
 *
 * As the service does, it keeps the request's trace header as the message's system attribute `AWSTraceHeader`, unless the
 * sender set that attribute itself.
 *
 * @see Amazon SQS developer guide, "Message system attributes"; AWS X-Ray developer guide, "Amazon SQS".
 */
export async function startSqs(): Promise<SqsStandIn> {
  const records: SqsRecord[] = [];
  const server = await startServer((request, response) => {
    // A client that dies while it sends has nobody left to answer.
    answer(request, response, records).catch(() => response.destroy());
  });
  return { ...server, drain: () => ({ Records: records.splice(0) }) };
}

async function answer(request: IncomingMessage, response: ServerResponse, records: SqsRecord[]): Promise<void> {
  const body = await readText(request);
  const headers = { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': randomUUID() };
  if (request.headers['x-amz-target'] !== 'AmazonSQS.SendMessage') {
    response.writeHead(400, headers).end('{"__type":"com.amazonaws.sqs#UnsupportedOperation"}');
    return;
  }
  const record = toRecord(JSON.parse(body) as SendMessage, String(request.headers['x-amzn-trace-id'] ?? ''));
  records.push(record);
  response
    .writeHead(200, headers)
    .end(JSON.stringify({ MessageId: record.messageId, MD5OfMessageBody: record.md5OfBody }));
}

function toRecord(message: SendMessage, traceHeaderOfRequest: string): SqsRecord {
  const now = String(Date.now());
  const traceHeader = message.MessageSystemAttributes?.['AWSTraceHeader']?.StringValue ?? traceHeaderOfRequest;
  const [account, queue] = new URL(message.QueueUrl).pathname.split('/').slice(-2);
  return {
    messageId: randomUUID(),
    receiptHandle: randomUUID(),
    body: message.MessageBody,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: now,
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: now,
      ...(traceHeader === '' ? {} : { AWSTraceHeader: traceHeader }),
    },
    messageAttributes: toMessageAttributes(message.MessageAttributes ?? {}),
    md5OfBody: createHash('md5').update(message.MessageBody).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:${account}:${queue}`,
    awsRegion: 'eu-west-1',
  };
}

/** The same attributes, spelled as Lambda's event spells them. */
function toMessageAttributes(
  attributes: NonNullable<SendMessage['MessageAttributes']>,
): SqsRecord['messageAttributes'] {
  const entries = Object.entries(attributes).map(([name, { StringValue: stringValue, DataType: dataType }]) => [
    name,
    { ...(stringValue === undefined ? {} : { stringValue }), dataType },
  ]);
  return Object.fromEntries(entries);
}
