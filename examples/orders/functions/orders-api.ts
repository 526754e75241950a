/** What `_HANDLER=functions/orders-api.handler` names. */
export { placeOrder as handler } from '../src/place-order.ts';
