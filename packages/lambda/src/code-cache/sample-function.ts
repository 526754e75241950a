import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { SpanKind, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';

/** The name that it is exported under, by the file that the recording process runs. */
export const SAMPLE_HANDLER = 'sampleHandler';

/** The variable that names a service to ask. */
export const SERVICE_VARIABLE = 'SAMPLE_SERVICE_URL';

/** What instrumentations write of calls that no rehearsal makes, and which runs in this process, too. */
const CALLS: Readonly<Record<string, Attributes>> = {
  POST: {
    'http.method': 'POST',
    'http.url': 'https://api.example.com/v1/orders',
    'http.status_code': 503,
    'net.peer.name': 'api.example.com',
  },
  'SQS.SendMessage': {
    'rpc.system': 'aws-api',
    'rpc.service': 'SQS',
    'rpc.method': 'SendMessage',
    'messaging.system': 'aws_sqs',
    'messaging.destination.name': 'orders',
    'url.full': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
  },
  'pg.query:SELECT shop': {
    'db.system': 'postgresql',
    'db.name': 'shop',
    'db.user': 'app',
    'db.connection_string': 'postgresql://db.internal:5432/shop',
    'db.statement': "SELECT id, total FROM orders WHERE customer_id = $1 AND status IN ('open', 'paid') LIMIT 20",
  },
};

/** Does what functions do: calls, work of its own with attributes of its own, and now and then an error. */
export async function sampleHandler(event: { readonly fails?: boolean }): Promise<{ statusCode: number }> {
  const tracer = trace.getTracer('sample');
  for (const [name, attributes] of Object.entries(CALLS)) {
    tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }).end();
  }
  await tracer.startActiveSpan('price basket', async (span) => {
    span.setAttributes({ 'basket.items': 3, 'basket.total': 12.5, 'customer.tier': 'gold', 'cache.hit': true });
    span.addEvent('priced', { rule: 'summer' });
    await Promise.resolve();
    span.end();
  });
  const { env } = process;
  await callService(env[SERVICE_VARIABLE] ?? '');
  if (event.fails === true) throw new TypeError('no basket', { cause: new Error('no customer') });
  return { statusCode: 200 };
}

/** One call by `fetch` and one by `node:http`, for the instrumentations of either. */
async function callService(url: string): Promise<void> {
  await (await fetch(url)).arrayBuffer();
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
}
