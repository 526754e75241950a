import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient();

/** `POST /orders` of an HTTP API: puts the order into a queue. */
export async function handler(event) {
  const order = JSON.parse(event.body ?? '{}');
  if (order.sku === undefined) return { statusCode: 400, body: 'sku is missing' };
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(order) }));
  return { statusCode: 202 };
}
