import type { Attributes, Link, SpanKind } from '@opentelemetry/api';

/** What is sent or answered: members by name, of whatever type. */
export type Members = Readonly<Record<string, unknown>>;

/** One call of an AWS service, as the client's middleware sees it. */
export interface AwsCall {
  /** The service's id without spaces: `DynamoDB`, `SecretsManager`. */
  readonly service: string;
  /** The command without its suffix: `GetItem`. */
  readonly command: string;
  readonly input: Members;
}

/** What one service's calls are told by, beyond what all services have. */
export interface ServiceRules {
  /** @default `<service>.<command>` */
  name?(call: AwsCall): string | undefined;
  /** @default CLIENT */
  kind?(call: AwsCall): SpanKind | undefined;
  /** Known when the call begins. */
  request(call: AwsCall): Attributes;
  /** Known from the answer. */
  response?(call: AwsCall, output: Members): Attributes;
  /** Links to the senders of what was received. */
  links?(call: AwsCall, output: Members): readonly Link[];
}

/** A member as attribute, if it is a text that says something. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
