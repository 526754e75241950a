import { AsyncLocalStorage } from 'node:async_hooks';

/** The keys of the store that Lambda fills and functions may not. */
const KEYS = {
  requestId: Symbol.for('_AWS_LAMBDA_REQUEST_ID'),
  xRayTraceId: Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID'),
  tenantId: Symbol.for('_AWS_LAMBDA_TENANT_ID'),
} as const;

/** What belongs to one invocation, by key. */
export type InvokeContext = Record<string | symbol, unknown>;

/** `globalThis.awslambda.InvokeStore`: where code that is not handed the context finds the invocation that it runs in. */
export interface InvokeStore {
  getContext(): InvokeContext | undefined;
  hasContext(): boolean;
  get(key: string | symbol): unknown;
  /** @throws Error for a key of Lambda's own; with invocations at once, also outside of one. */
  set(key: string | symbol, value: unknown): void;
  run<T>(context: InvokeContext, work: () => T): T;
  /** `-` outside of an invocation. */
  getRequestId(): string;
  getXRayTraceId(): string | undefined;
  getTenantId(): string | undefined;
}

/** The context that AWS's client makes for an invocation: it tells of no trace header as an empty one. */
export function toInvokeContext(invocation: {
  readonly requestId: string;
  readonly traceHeader: string | undefined;
  readonly tenantId: string | undefined;
}): InvokeContext {
  const { requestId, traceHeader, tenantId } = invocation;
  const context = { [KEYS.requestId]: requestId, [KEYS.xRayTraceId]: traceHeader ?? '' };
  return tenantId === undefined ? context : { ...context, [KEYS.tenantId]: tenantId };
}

/**
 * A store as Lambda's: where invocations run one at a time, simply the last one's context, also for timers and listeners that
 * began outside; where they run at once, the one that the caller was started in.
 *
 * @see AWS's package for the invoke store 0.2, observed; its keys are made by `Symbol.for`, so that several copies share them.
 */
export function createInvokeStore({ atOnce }: { readonly atOnce: boolean }): InvokeStore {
  const { current, run } = atOnce ? contextByCaller() : contextOfLast();
  const get = (key: string | symbol): unknown => current()?.[key];
  return {
    getContext: current,
    hasContext: () => current() !== undefined,
    get,
    set(key, value) {
      if ((Object.values(KEYS) as unknown[]).includes(key)) {
        throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
      }
      const context = current() ?? (atOnce ? undefined : run({}, current));
      if (context === undefined) throw new Error('No context available');
      context[key] = value;
    },
    run,
    getRequestId: () => (get(KEYS.requestId) as string | undefined) ?? '-',
    getXRayTraceId: () => get(KEYS.xRayTraceId) as string | undefined,
    getTenantId: () => get(KEYS.tenantId) as string | undefined,
  };
}

interface Contexts {
  readonly current: () => InvokeContext | undefined;
  readonly run: <T>(context: InvokeContext, work: () => T) => T;
}

function contextByCaller(): Contexts {
  const storage = new AsyncLocalStorage<InvokeContext>();
  return { current: () => storage.getStore(), run: (context, work) => storage.run(context, work) };
}

function contextOfLast(): Contexts {
  let last: InvokeContext | undefined;
  return {
    current: () => last,
    run(context, work) {
      last = context;
      return work();
    },
  };
}
