/** What a customer orders. */
export interface Order {
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly customerTier: string;
}

/** What is put in the queue for the worker. */
export interface PricedOrder extends Order {
  readonly priceCents: number;
}

/** The order in the body of a request, under the given id. Throws where the body is none. */
export function parseOrder(body: string | null, id: string): Order {
  const { sku, quantity, customerTier } = JSON.parse(body ?? 'null') as Omit<Order, 'id'>;
  return { id, sku, quantity, customerTier };
}
