import type { Attributes } from '@opentelemetry/api';

/** Where messages came from. */
export interface MessageSource {
  /** By the conventions where they name it (`aws_sqs`, `aws.sns`, `kafka`), else in the same spirit. */
  readonly system: string;
  /** Queue, topic or stream by its name. */
  readonly destination?: string | undefined;
  /** The id of the message, where there is but one. */
  readonly messageId?: string | undefined;
}

/**
 * Attributes of a function that messages start.
 *
 * @see OpenTelemetry semantic conventions, "Messaging spans".
 */
export function toMessagingAttributes({ system, destination, messageId }: MessageSource): Attributes {
  return {
    'faas.trigger': 'pubsub',
    'messaging.system': system,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': destination,
    'messaging.message.id': messageId,
  };
}

/** The parts of an ARN, its resource's own parts included: `stream/orders` of the last one is two. */
export function partsOf(arn: string | undefined): readonly (string | undefined)[] {
  return arn?.split(/[:/]/) ?? [];
}
