import type { Environment } from '../config/settings.ts';
import type { LambdaContext } from './lambda-context.ts';

/** What `globalThis.awslambda.InvokeStore` has, from version 0.2 on; the W3C part from 0.3 on. */
interface InvokeStore {
  getXRayTraceId?(): string | undefined;
  getTraceparent?(): string | undefined;
  getTracestate?(): string | undefined;
  getBaggage?(): string | undefined;
}

/**
 * The X-Ray trace header that Lambda passes for this invocation: of the handler's context, of the invoke store, of
 * `_X_AMZN_TRACE_ID`, in this order. The variable comes last since it belongs to the process: where invocations overlap,
 * Lambda does not set it.
 */
export function readLambdaHeader(context: LambdaContext | undefined, env: Environment): string | undefined {
  const candidates = [
    () => context?.xRayTraceId,
    () => invokeStore()?.getXRayTraceId?.(),
    () => env['_X_AMZN_TRACE_ID'],
  ];
  for (const candidate of candidates) {
    const header = attempt(candidate);
    if (typeof header === 'string' && header !== '') return header;
  }
  return undefined;
}

/** The W3C headers that Lambda passes for this invocation, once it does; `{}` today. */
export function readLambdaW3CHeaders(): Readonly<Record<string, string>> {
  const store = attempt(invokeStore);
  const headers = {
    traceparent: attempt(() => store?.getTraceparent?.()),
    tracestate: attempt(() => store?.getTracestate?.()),
    baggage: attempt(() => store?.getBaggage?.()),
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Looked up at each use: it is not there yet when this package is loaded. */
function invokeStore(): InvokeStore | undefined {
  return (globalThis as { readonly awslambda?: { readonly InvokeStore?: InvokeStore } }).awslambda?.InvokeStore;
}

/** The store and the context are not ours: whatever they do must not cost the invocation. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
