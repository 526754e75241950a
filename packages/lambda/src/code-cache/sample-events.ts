import { CONTEXT, EVENT } from '../rehearsal/script.ts';

/** What the sample function is invoked with: a request, a batch of messages, and an invocation that fails. */
export const SAMPLE_EVENTS: readonly unknown[] = [
  EVENT,
  {
    Records: [
      {
        messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
        receiptHandle: 'AQEB',
        body: '{"order":17}',
        attributes: {
          AWSTraceHeader: 'Root=1-6553f100-b1b2c3d4e5f60718293a4b5c;Parent=63995c3f42cd8ad8;Sampled=1',
          ApproximateReceiveCount: '1',
          SentTimestamp: '1700000000000',
        },
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
        awsRegion: 'eu-west-1',
      },
    ],
  },
  { fails: true },
];

/** What Lambda hands over beside the event. It names no trace: the rehearsal's does, and here the variable shall be read. */
export const SAMPLE_CONTEXT: object = { ...CONTEXT, xRayTraceId: undefined };
