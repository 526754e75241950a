import { startServer, type StandIn } from './server.ts';

/** What the price list holds. The teapot's price was never finished: the answer is no JSON. */
const PRICES: Readonly<Record<string, string>> = { mug: '{"cents":1250}', teapot: '{"cents":' };

/** An HTTP service with `GET /prices/{sku}`. */
export function startPriceService(): Promise<StandIn> {
  return startServer((request, response) => {
    const sku = /^\/prices\/([^/]+)$/.exec(request.url ?? '')?.[1] ?? '';
    const price = Object.hasOwn(PRICES, sku) ? PRICES[sku] : undefined;
    response.writeHead(price === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(price ?? '{"message":"unknown"}');
  });
}
