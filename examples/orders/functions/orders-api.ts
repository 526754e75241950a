import { placeOrder } from '../src/place-order.ts';
import { traceInvocation } from '../telemetry/invocation.ts';

/** What `_HANDLER=functions/orders-api.handler` names. */
export const handler = traceInvocation(placeOrder);
