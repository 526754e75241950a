import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { trace } from '@opentelemetry/api';
import { dynamoDb, sqs } from './aws-clients.ts';
import type { ApiGatewayEvent, ApiGatewayResponse } from './events.ts';
import { parseOrder, type PricedOrder } from './order.ts';
import { fetchPriceCents } from './prices.ts';

/** `POST /orders`: prices the order, keeps it and queues it for the worker. 503 when the table is too busy. */
export async function placeOrder(event: ApiGatewayEvent): Promise<ApiGatewayResponse> {
  const order = parseOrder(event.body, event.requestContext.requestId);
  trace.getActiveSpan()?.setAttributes({ 'app.order.id': order.id, 'app.customer.tier': order.customerTier });
  const priced = { ...order, priceCents: await fetchPriceCents(order.sku) };
  try {
    await keep(priced);
  } catch (error) {
    if (!isThrottled(error)) throw error;
    return { statusCode: 503, headers: { 'Retry-After': '1' }, body: JSON.stringify({ message: 'try again' }) };
  }
  await queue(priced);
  return { statusCode: 201, body: JSON.stringify({ id: priced.id }) };
}

async function keep(order: PricedOrder): Promise<void> {
  await dynamoDb.send(
    new PutItemCommand({
      TableName: process.env['ORDERS_TABLE'],
      Item: {
        id: { S: order.id },
        sku: { S: order.sku },
        quantity: { N: String(order.quantity) },
        priceCents: { N: String(order.priceCents) },
      },
    }),
  );
}

async function queue(order: PricedOrder): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env['QUEUE_URL'], MessageBody: JSON.stringify(order) }));
}

function isThrottled(error: unknown): boolean {
  return error instanceof Error && error.name === 'ProvisionedThroughputExceededException';
}
