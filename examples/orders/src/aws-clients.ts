import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

// Region, credentials and, in the demo, the stand-ins' addresses come from the environment, as the SDK reads it.
export const dynamoDb = new DynamoDBClient({ maxAttempts: 2 });
export const sqs = new SQSClient({ maxAttempts: 2 });
