import { shipOrders } from '../src/ship-orders.ts';
import { traceInvocation } from '../telemetry/invocation.ts';

/** What `_HANDLER=functions/orders-worker.handler` names. */
export const handler = traceInvocation(shipOrders);
