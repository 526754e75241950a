/** What `_HANDLER=functions/orders-worker.handler` names. */
export { shipOrders as handler } from '../src/ship-orders.ts';
