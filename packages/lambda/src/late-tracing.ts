import { trace } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/api';
import { ownApi } from './boot/api.ts';
import { createFlush } from './boot/flush.ts';
import { log } from './boot/logger.ts';
import type { LambdaConfig } from './config/config.ts';
import type { Environment } from './config/settings.ts';
import { currentTracing, TRACER_NAME } from './tracing.ts';
import type { Tracing } from './tracing.ts';

// One for the process: two handlers, or two copies of this package, set OpenTelemetry up once.
const KEY = Symbol.for('otel-xray/lambda set-up');

interface Registry {
  [KEY]?: Promise<Tracing | undefined>;
}

/**
 * Tracing through what is set up already, by `register` or by the app itself; where nothing is, through what is set up now, in the
 * background, and `open` waits for it. So an app that imports a helper alone loads no SDK for it.
 */
export function lateTracing(config: LambdaConfig, env: Environment): Tracing {
  const provider = appProvider();
  if (currentTracing() === undefined && provider !== undefined) return providerTracing(provider, config);
  const setUp = ((globalThis as Registry)[KEY] ??= setUpTracing(config, env));
  let isOpen = false;
  return {
    config,
    // Asked for at each use: one of before the set-up stays without a provider where that is registered by another copy of the API.
    get tracer() {
      return trace.getTracer(TRACER_NAME);
    },
    get isOpen() {
      return isOpen;
    },
    open: async () => {
      await (await setUp)?.open();
      isOpen = true;
    },
    flush: async (timeoutMillis) => (await setUp)?.flush(timeoutMillis),
    sendOpen: async (token, note) => (await setUp)?.sendOpen(token, note),
  };
}

/** Tracing through a provider of the app's own, which knows nothing of invocations. */
export function providerTracing(provider: TracerProvider, config: LambdaConfig): Tracing {
  return {
    config,
    tracer: provider.getTracer(TRACER_NAME),
    isOpen: true,
    open: async () => undefined,
    flush: createFlush({
      provider: { forceFlush: async () => flushOf(provider)?.() },
      exporters: [],
      fullMillis: config.flushTimeoutMillis,
    }),
    sendOpen: async () => undefined,
  };
}

async function setUpTracing(config: LambdaConfig, env: Environment): Promise<Tracing | undefined> {
  try {
    const { boot } = await import('./boot/boot.ts');
    const known = currentTracing();
    if (known !== undefined) return known;
    // The app may have registered its own since, further down in the module of the handler: two would be half of each.
    const provider = appProvider();
    if (provider !== undefined) return providerTracing(provider, config);
    // The app's own copy of the API is also ours here: the tracers that it has made already begin to record.
    const tracing = boot(config, env, { api: ownApi });
    await instrument(config, env);
    return tracing;
  } catch (error) {
    log().error('tracing could not be set up: the function runs untraced', error);
    return undefined;
  }
}

/** Switches on what works on modules that are loaded already. Reads no file where no instrumentation is asked for. */
async function instrument(config: LambdaConfig, env: Environment): Promise<void> {
  if (config.instrumentations.length === 0) return;
  try {
    const late = await import('./instrumentations/late.ts');
    await late.instrument(config, env);
  } catch (error) {
    log().error('the instrumentations could not be loaded: their spans are missing', error);
  }
}

/** The provider that the app has registered with the API, if any: the API's own no-op has nothing to flush. */
function appProvider(): TracerProvider | undefined {
  const provider = trace.getTracerProvider();
  return flushOf(provider) === undefined ? undefined : provider;
}

/** The API's global provider stands for another one, and has no flush of its own. */
function flushOf(provider: TracerProvider): (() => Promise<void>) | undefined {
  const { getDelegate } = provider as { readonly getDelegate?: () => TracerProvider };
  const real = getDelegate?.call(provider) ?? provider;
  const { forceFlush } = real as { readonly forceFlush?: () => Promise<void> };
  return typeof forceFlush === 'function' ? () => forceFlush.call(real) : undefined;
}
