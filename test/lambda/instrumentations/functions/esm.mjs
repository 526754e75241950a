import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { once } from 'node:events';
import { get } from 'node:http';

const { SERVICE_URL, AWS_LAMBDA_RUNTIME_API } = process.env;
const client = new DynamoDBClient({ endpoint: SERVICE_URL });
const getItem = () => client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'A-17' } } }));

// While the function is loaded: these belong to no invocation.
await fetch(`${SERVICE_URL}/init`);
await getItem();

const CALLS = {
  fetch: () => fetch(`${SERVICE_URL}/prices`),
  http: () => getAll(`${SERVICE_URL}/prices`),
  dynamodb: getItem,
  async runtimeApi() {
    await fetch(`http://${AWS_LAMBDA_RUNTIME_API}/`);
    await getAll(`http://${AWS_LAMBDA_RUNTIME_API}/`);
  },
};

async function getAll(url) {
  const [response] = await once(get(url), 'response');
  await once(response.resume(), 'end');
}

export async function handler(calls) {
  for (const call of calls) await CALLS[call]();
  return calls.length;
}

export const streaming = awslambda.streamifyResponse(async (calls, stream) => {
  stream.write('so far, so good');
  for (const call of calls) await CALLS[call]();
  stream.end();
});
