import { randomUUID } from 'node:crypto';
import type { ApiGatewayEvent } from '../src/events.ts';

/** `POST /orders`, as API Gateway hands it to the function. */
export function orderRequest(sku: string): ApiGatewayEvent {
  return {
    httpMethod: 'POST',
    path: '/orders',
    resource: '/orders',
    headers: { 'User-Agent': 'demo/1.0', 'X-Forwarded-Proto': 'https', Host: 'api.example.com' },
    body: JSON.stringify({ sku, quantity: 2, customerTier: 'gold' }),
    requestContext: {
      requestId: randomUUID(),
      domainName: 'api.example.com',
      stage: 'prod',
      path: '/prod/orders',
      identity: { sourceIp: '203.0.113.7' },
    },
  };
}
