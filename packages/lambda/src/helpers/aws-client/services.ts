import { text, type Members, type ServiceRules } from './call.ts';
import { dynamoDb } from './dynamodb.ts';
import { sns, sqs } from './messaging.ts';

/**
 * What is told of a call beyond service, command and ids, by service: the attributes that the official instrumentation of
 * the AWS SDK sets. Services that are not here are told by what all have.
 */
export const SERVICES: Readonly<Record<string, ServiceRules>> = {
  DynamoDB: dynamoDb,
  SQS: sqs,
  SNS: sns,
  Lambda: {
    name: ({ command, input }) => (command === 'Invoke' ? `${String(input['FunctionName'])} Invoke` : undefined),
    request: ({ command, input }) =>
      command === 'Invoke' ? { 'faas.invoked_name': text(input['FunctionName']), 'faas.invoked_provider': 'aws' } : {},
    response: ({ command }, output) =>
      command === 'Invoke'
        ? { 'faas.execution': text((output['$metadata'] as Members | undefined)?.['requestId']) }
        : {},
  },
  S3: { request: ({ input }) => ({ 'aws.s3.bucket': text(input['Bucket']) }) },
  Kinesis: { request: ({ input }) => ({ 'aws.kinesis.stream.name': text(input['StreamName']) }) },
  SecretsManager: {
    request: ({ input }) => ({ 'aws.secretsmanager.secret.arn': toSecretArn(input['SecretId']) }),
    response: (_call, output) => ({ 'aws.secretsmanager.secret.arn': text(output['ARN']) }),
  },
  SFN: {
    request: ({ input }) => ({
      'aws.step_functions.state_machine.arn': text(input['stateMachineArn']),
      'aws.step_functions.activity.arn': text(input['activityArn']),
    }),
  },
};

/** A secret may be asked for by its name, too. */
function toSecretArn(id: unknown): string | undefined {
  return text(id)?.startsWith('arn:') ? text(id) : undefined;
}
