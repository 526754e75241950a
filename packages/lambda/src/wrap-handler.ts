import type { TracerProvider } from '@opentelemetry/api';
import { resolveConfig } from './config/config.ts';
import type { LambdaConfig, ParentPolicy } from './config/config.ts';
import { withoutThrowing } from './invocation/caller-header.ts';
import type { ReadTraceHeader } from './invocation/caller-header.ts';
import type { AnyHandler } from './invocation/lambda-context.ts';
import { wrap } from './invocation/wrap.ts';
import { lateTracing, providerTracing } from './late-tracing.ts';
import { createPreset } from './powertools/create-preset.ts';

/** Options of `wrapHandler`. Each wins over its variable; the other variables count as they do with `register`. */
export interface WrapHandlerOptions {
  /**
   * The app's own provider. Nothing is set up then: no exporter, no propagator, no context manager, and no guard of the time-out.
   *
   * @default the one that is registered with the API when the handler is wrapped, else one that is set up as `register` does, once for the process
   */
  readonly tracerProvider?: TracerProvider | undefined;
  /**
   * The X-Ray trace header of an invocation, where the app knows better than Lambda: `Root=…;Parent=…;Sampled=1`. `undefined`
   * leaves the word to Lambda.
   */
  readonly traceHeader?: ReadTraceHeader | undefined;
  /**
   * Whose trace an invocation belongs to when Lambda and the event each name one; the other becomes a link.
   *
   * @default `OTEL_XRAY_PARENT`, else `lambda`
   */
  readonly parentPolicy?: ParentPolicy | undefined;
  /**
   * How long an answer may wait for its spans to be handed over, in milliseconds.
   *
   * @default `OTEL_XRAY_FLUSH_TIMEOUT`, else 1,000
   */
  readonly flushTimeoutMillis?: number | undefined;
  /**
   * How long before the time-out of the function its open spans are sent, in milliseconds; 0 never.
   *
   * @default `OTEL_XRAY_DEADLINE_MARGIN`, else 200
   */
  readonly deadlineMarginMillis?: number | undefined;
  /**
   * Whether the invocation hangs below Lambda's own segment or is a segment of its own.
   *
   * @default `OTEL_XRAY_LAMBDA_ROOT`, else `subsegment`
   */
  readonly lambdaRoot?: 'subsegment' | 'segment' | undefined;
  /**
   * Attributes that become annotations, by key or by a pattern with `*`.
   *
   * @default `OTEL_XRAY_INDEXED_ATTRIBUTES`, else none
   */
  readonly indexedAttributes?: readonly string[] | undefined;
}

/**
 * The handler with a span around each invocation, which continues Lambda's trace, and with what was recorded handed over before
 * the answer goes out. Buffered and streaming handlers; the kind, the marks and the arguments stay.
 *
 * Sets OpenTelemetry up when nothing has yet, in the background: the first invocation waits for it. What tracing meets never
 * reaches the handler or its caller.
 *
 * @throws TypeError for a `handler` that is no function.
 * @example
 * export const handler = wrapHandler(async (event) => ({ statusCode: 200 }));
 */
export function wrapHandler<Handler extends AnyHandler>(handler: Handler, options: WrapHandlerOptions = {}): Handler {
  if (typeof handler !== 'function') throw new TypeError(`handler: expected a function, found ${typeof handler}`);
  const { tracerProvider, traceHeader, ...settings } = options;
  const env = process.env;
  const config = override(resolveConfig(env), settings);
  if (config.isDisabled) return handler;
  const tracing = tracerProvider === undefined ? lateTracing(config, env) : providerTracing(tracerProvider, config);
  // Begun now, in the init phase; the first invocation waits for what is left of it.
  void tracing.open();
  const preset = createPreset(config, env, env['_HANDLER'] ?? '');
  return wrap(handler, { tracing, env, preset, traceHeader: traceHeader && withoutThrowing(traceHeader) });
}

type Overrides = Omit<WrapHandlerOptions, 'tracerProvider' | 'traceHeader'>;

function override(config: LambdaConfig, settings: Overrides): LambdaConfig {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.freeze({ ...config, ...(Object.fromEntries(given) as Partial<LambdaConfig>) });
}
