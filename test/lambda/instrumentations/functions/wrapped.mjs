import { once } from 'node:events';
import { get } from 'node:http';
import { wrapHandler } from '@otel-xray/lambda';

const { SERVICE_URL } = process.env;

export const handler = wrapHandler(async () => {
  await fetch(`${SERVICE_URL}/prices`);
  const [response] = await once(get(`${SERVICE_URL}/prices`), 'response');
  await once(response.resume(), 'end');
});
