import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSqs, type SqsStandIn } from '../stand-ins/sqs.ts';

const HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const OWN_HEADER = 'Root=1-6553f100-ffffffffffffffffffffffff;Parent=1111111111111111;Sampled=1';

let standIn: SqsStandIn;
let client: SQSClient;

beforeEach(async () => {
  standIn = await startSqs();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SQSClient({ region: 'eu-west-1', endpoint: standIn.url, credentials });
});

afterEach(async () => {
  client.destroy();
  await standIn.close();
});

/** Puts a trace header on every request, as an instrumented HTTP client does. */
function sendTraceHeader(header: string): void {
  const middleware =
    (next: (args: never) => Promise<never>) => (args: { request: { headers: Record<string, string> } }) => {
      args.request.headers['X-Amzn-Trace-Id'] = header;
      return next(args as never);
    };
  client.middlewareStack.add(middleware as never, { step: 'build' });
}

function message(members: Partial<ConstructorParameters<typeof SendMessageCommand>[0]> = {}): SendMessageCommand {
  return new SendMessageCommand({
    QueueUrl: `${standIn.url}/123456789012/orders`,
    MessageBody: '{"id":"o-1"}',
    ...members,
  });
}

describe('the SQS stand-in', () => {
  it('gives the message as Lambda’s event has it, once', async () => {
    const attributes = { traceparent: { DataType: 'String', StringValue: '00-x' } };
    const { MessageId } = await client.send(message({ MessageAttributes: attributes }));
    expect(standIn.drain()).toMatchObject({
      Records: [
        {
          messageId: MessageId,
          body: '{"id":"o-1"}',
          messageAttributes: { traceparent: { dataType: 'String', stringValue: '00-x' } },
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
        },
      ],
    });
    expect(standIn.drain()).toEqual({ Records: [] });
  });

  it('keeps the trace header of the request as a system attribute', async () => {
    sendTraceHeader(HEADER);
    await client.send(message());
    expect(standIn.drain().Records[0]?.attributes).toMatchObject({ AWSTraceHeader: HEADER });
  });

  it('prefers the system attribute that the sender set', async () => {
    sendTraceHeader(HEADER);
    const own = { AWSTraceHeader: { DataType: 'String', StringValue: OWN_HEADER } };
    await client.send(message({ MessageSystemAttributes: own }));
    expect(standIn.drain().Records[0]?.attributes).toMatchObject({ AWSTraceHeader: OWN_HEADER });
  });

  it('sets no trace header where there is none', async () => {
    await client.send(message());
    expect(standIn.drain().Records[0]?.attributes).not.toHaveProperty('AWSTraceHeader');
  });
});
