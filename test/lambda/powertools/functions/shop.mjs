/**
 * The function's own code, to which a tracer is a detail.
 *
 * @param {{ putAnnotation: Function, putMetadata: Function, captureMethod: (name: string, fn: Function) => Function, traceClient: (client: object) => object }} tracer
 */
export async function createShop({ putAnnotation, putMetadata, captureMethod, traceClient }) {
  const price = captureMethod('price', async (sku) => {
    if (sku === 'teapot') throw new RangeError('no price for a teapot', { cause: new Error('the list has no teapot') });
    return { sku, cents: 1250 };
  });
  const order = captureMethod('order', async (sku, quantity) => {
    const { cents } = await price(sku);
    putAnnotation('sku', sku);
    putAnnotation('total', cents * quantity);
    putMetadata('quantity', quantity);
    putMetadata('basket', { items: [{ sku, quantity }], gift: null }, 'shop');
    return cents * quantity;
  });
  const notify = captureMethod('notify', async () => undefined);

  const actions = {
    async order({ sku, quantity }) {
      putAnnotation('tenant', 'acme');
      putAnnotation('is_gift', false);
      putMetadata('request', { sku });
      const cents = await order(sku, quantity);
      await notify();
      return { statusCode: 201, body: JSON.stringify({ cents }) };
    },
    async recover({ sku }) {
      await order(sku, 1).catch(() => undefined);
      return 'sold out';
    },
    async fail() {
      throw new TypeError('the handler itself');
    },
    async empty() {
      throw new Error('');
    },
    async nothing() {},
    async table({ endpoint }) {
      const { DynamoDBClient, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
      const client = traceClient(new DynamoDBClient({ endpoint, maxAttempts: 1 }));
      await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } }, ConsistentRead: true }));
      return { found: false };
    },
  };
  return (event) => actions[event.action](event);
}
