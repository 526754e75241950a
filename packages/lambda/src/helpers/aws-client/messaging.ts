import { SpanKind } from '@opentelemetry/api';
import { linksFromSqsEvent } from '@otel-xray/propagator';
import { text, type AwsCall, type ServiceRules } from './call.ts';

/** Commands that put messages into a queue, or a topic. */
const SENDS = new Set(['SendMessage', 'SendMessageBatch', 'Publish']);

function kindOf({ command }: AwsCall): SpanKind | undefined {
  if (command === 'ReceiveMessage') return SpanKind.CONSUMER;
  return SENDS.has(command) ? SpanKind.PRODUCER : undefined;
}

/** @see OpenTelemetry semantic conventions, "Amazon SQS". */
export const sqs: ServiceRules = {
  kind: kindOf,
  name(call) {
    if (kindOf(call) === undefined) return undefined;
    return `${lastPart(call.input['QueueUrl'], '/')} ${call.command === 'ReceiveMessage' ? 'receive' : 'send'}`;
  },
  request: ({ command, input }) => ({
    'messaging.system': 'aws_sqs',
    'messaging.destination.name': lastPart(input['QueueUrl'], '/'),
    'messaging.operation.type': command === 'ReceiveMessage' ? 'receive' : undefined,
    'url.full': text(input['QueueUrl']),
  }),
  response({ command }, output) {
    if (command !== 'ReceiveMessage') return { 'messaging.message.id': text(output['MessageId']) };
    const { Messages: messages } = output;
    return { 'messaging.batch.message_count': Array.isArray(messages) ? messages.length : 0 };
  },
  links: ({ command }, output) => (command === 'ReceiveMessage' ? linksFromSqsEvent(output) : []),
};

/** What stands for a telephone number: it is somebody's. */
const PHONE = 'phone_number';

/** @see OpenTelemetry semantic conventions, "Messaging spans", and "AWS SNS". */
export const sns: ServiceRules = {
  kind: kindOf,
  name: (call) => (call.command === 'Publish' ? `${lastPart(targetOf(call), ':')} send` : `SNS ${call.command}`),
  request: (call) => ({
    'messaging.system': 'aws.sns',
    'aws.sns.topic.arn': text(call.input['TopicArn']),
    ...(call.command === 'Publish' && {
      'messaging.destination_kind': 'topic',
      'messaging.destination': lastPart(targetOf(call), ':'),
      'messaging.destination.name': targetOf(call),
    }),
  }),
  response: (_call, output) => ({ 'aws.sns.topic.arn': text(output['TopicArn']) }),
};

function targetOf({ input }: AwsCall): string {
  const arn = text(input['TopicArn']) ?? text(input['TargetArn']);
  return arn ?? (input['PhoneNumber'] === undefined ? 'unknown' : PHONE);
}

/** `orders` of `https://sqs.eu-west-1.amazonaws.com/123456789012/orders`. */
function lastPart(value: unknown, separator: string): string | undefined {
  return text(value)?.split(separator).at(-1);
}
