import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { startServer, type StandIn } from './server.ts';

export interface DynamoDbStandIn extends StandIn {
  /** While `true`, every call is refused for want of capacity. */
  throttled: boolean;
}

/** A DynamoDB in memory with the given tables: name and the text attribute that is the key. */
export async function startDynamoDb(tables: Readonly<Record<string, string>>): Promise<DynamoDbStandIn> {
  const database = dynalite({ createTableMs: 0 });
  const standIn = { throttled: false };
  const server = await startServer((request, response) => {
    if (standIn.throttled) refuse(response);
    else database.emit('request', request, response);
  });
  await createTables(server.url, tables);
  return Object.assign(standIn, server);
}

/** What DynamoDB answers when a table's capacity is used up: a 400, told from other errors by its type alone. */
function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': randomUUID() });
  response.end(
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'The level of configured provisioned throughput for the table was exceeded.',
    }),
  );
}

async function createTables(endpoint: string, tables: Readonly<Record<string, string>>): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, credentials, region: 'eu-west-1' });
  for (const [TableName, key] of Object.entries(tables)) {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  client.destroy();
}
