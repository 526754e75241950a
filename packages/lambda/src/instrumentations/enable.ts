import { trace } from '@opentelemetry/api';
import { log } from '../boot/logger.ts';
import type { InstrumentationName } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { childSpansOnly } from './child-spans.ts';
import type { Instrument, InstrumentLoaders, InstrumentOptions } from './instrument.ts';
import { runtimeApiTest } from './runtime-api.ts';

/** Which instrumentations are wanted, where they come from, and what they go by. */
export interface EnableOptions {
  readonly names: readonly InstrumentationName[];
  readonly loaders: InstrumentLoaders;
  readonly env: Environment;
}

/**
 * Loads those that are wanted and can be had, together, and switches them on in the order of the loaders, with what is the API's
 * global provider now. Never rejects: one that fails is told of, and the others stay.
 */
export async function enableInstrumentations({ names, loaders, env }: EnableOptions): Promise<void> {
  const options: InstrumentOptions = {
    tracerProvider: childSpansOnly(trace.getTracerProvider()),
    isRuntimeApi: runtimeApiTest(env['AWS_LAMBDA_RUNTIME_API']),
  };
  const wanted = Object.entries(loaders).filter(([name]) => names.some((one) => one === name));
  const loading = wanted.map(([name, load]) => load().catch((error: unknown) => tell(name, error)));
  const loaded = await Promise.all(loading);
  for (const [index, [name]] of wanted.entries()) {
    try {
      loaded[index]?.(options);
    } catch (error) {
      tell(name, error);
    }
  }
}

function tell(name: string, error: unknown): Instrument | undefined {
  log().error(`the instrumentation '${name}' could not be switched on: its spans are missing`, error);
  return undefined;
}
