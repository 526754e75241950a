import { ownApi } from './boot/api.ts';
import { installLogger } from './boot/logger.ts';
import { resolveConfig } from './config/config.ts';
import type { LambdaConfig } from './config/config.ts';
import { tellOnce } from './helpers/tell-once.ts';
import { readableOnly } from './invocation/caller-header.ts';
import type { AnyHandler } from './invocation/lambda-context.ts';
import { wrap } from './invocation/wrap.ts';
import { findOldNode } from './load/obstacle.ts';
import { lateTracing, providerTracing } from './late-tracing.ts';
import { createPreset } from './powertools/create-preset.ts';
import { tellIgnored } from './process-wide.ts';
import { checkOptions, withOptions } from './wrap-options.ts';
import type { WrapHandlerOptions } from './wrap-options.ts';

/** What a handler is called with first; anything, where it declares no argument. */
type EventOf<Handler extends AnyHandler> = Parameters<Handler> extends readonly [] ? unknown : Parameters<Handler>[0];

/**
 * The handler with a span around each invocation, which continues Lambda's trace, and with what was recorded handed over before
 * the answer goes out. Buffered and streaming handlers; the kind, the marks, the members and the arguments stay.
 *
 * Sets OpenTelemetry up when nothing has yet, in the background: the first invocation waits for it. What tracing meets never
 * reaches the handler or its caller. On a Node that is too old the handler itself, with one warning.
 *
 * @throws TypeError for a `handler` that is no function, and for an option with a value that it cannot have.
 * @example
 * export const handler = wrapHandler(async (event) => ({ statusCode: 200 }));
 */
export function wrapHandler<Handler extends AnyHandler>(
  handler: Handler,
  options: WrapHandlerOptions<EventOf<Handler>> = {},
): Handler {
  if (typeof handler !== 'function') throw new TypeError(`handler: expected a function, found ${typeof handler}`);
  checkOptions(options);
  const { tracerProvider, traceHeader } = options;
  const env = process.env;
  const config = withOptions(resolveConfig(env), options);
  if (config.isDisabled) return handler;
  const obstacle = findOldNode(process.versions.node);
  if (obstacle !== undefined) {
    tellUntraced(obstacle, { config, hasProvider: tracerProvider !== undefined });
    return handler;
  }
  const tracing = tracerProvider === undefined ? lateTracing(config, env) : providerTracing(tracerProvider, config);
  // Begun now, in the init phase; the first invocation waits for what is left of it.
  void tracing.open().then(() => tellIgnored(options, config));
  const preset = createPreset(config, env, env['_HANDLER'] ?? '');
  return wrap(handler, { tracing, env, preset, traceHeader: traceHeader && readableOnly(traceHeader) });
}

/** In one line, however many handlers there are. */
function tellUntraced(
  obstacle: string,
  { config, hasProvider }: { readonly config: LambdaConfig; readonly hasProvider: boolean },
): void {
  // An app that has set up OpenTelemetry by itself has a logger of its own. No variable counts: none is warned of.
  if (!hasProvider) installLogger(ownApi.diag, { ...config, warnings: [] });
  tellOnce('warn', `nothing is traced: ${obstacle}`);
}
