import { startDaemon, type Daemon, type RunningFunction } from '@otel-xray/testing';
import { startDynamoDb, type DynamoDbStandIn } from '../stand-ins/dynamodb.ts';
import { startPriceService } from '../stand-ins/price-service.ts';
import { startSqs, type SqsStandIn } from '../stand-ins/sqs.ts';
import { startSandbox } from './sandbox.ts';

/** Both functions, what they call, and where their traces go. Must be closed. */
export interface Surroundings {
  readonly daemon: Daemon;
  readonly dynamoDb: DynamoDbStandIn;
  readonly queue: SqsStandIn;
  readonly ordersApi: RunningFunction;
  readonly ordersWorker: RunningFunction;
  close(): Promise<void>;
}

/** Starts everything that the example needs, all on loopback; what was started is closed again when a later part fails. */
export async function startSurroundings(): Promise<Surroundings> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closeOne of closers.splice(0)) await closeOne();
  };
  const opened = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closers.unshift(() => part.close());
    return part;
  };
  try {
    const daemon = opened(await startDaemon());
    const prices = opened(await startPriceService());
    const queue = opened(await startSqs());
    const dynamoDb = opened(await startDynamoDb({ orders: 'id', shipments: 'orderId' }));
    const environment = {
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SQS: queue.url,
      ORDERS_TABLE: 'orders',
      SHIPMENTS_TABLE: 'shipments',
      // The SDK sends where the queue's URL points, whatever endpoint it is given.
      QUEUE_URL: `${queue.url}/123456789012/orders`,
      PRICES_URL: prices.url,
    };
    const ordersApi = opened(await startSandbox('orders-api', environment));
    const ordersWorker = opened(await startSandbox('orders-worker', environment));
    return { daemon, dynamoDb, queue, ordersApi, ordersWorker, close };
  } catch (error) {
    await close();
    throw error;
  }
}
