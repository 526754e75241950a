import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { trace } from '@opentelemetry/api';
import { dynamoDb } from './aws-clients.ts';
import type { SqsEvent, SqsRecord } from './events.ts';
import type { PricedOrder } from './order.ts';

/** Makes a shipment of every order in the batch. */
export async function shipOrders(event: SqsEvent): Promise<void> {
  trace.getActiveSpan()?.setAttribute('app.batch.size', event.Records.length);
  await Promise.all(event.Records.map(ship));
}

async function ship(record: SqsRecord): Promise<void> {
  const order = JSON.parse(record.body) as PricedOrder;
  await dynamoDb.send(
    new PutItemCommand({
      TableName: process.env['SHIPMENTS_TABLE'],
      Item: { orderId: { S: order.id }, sku: { S: order.sku }, quantity: { N: String(order.quantity) } },
    }),
  );
}
