import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import type { InstrumentOptions } from './instrument.ts';
import { withoutRequireHook } from './require-hook.ts';

/** Traces `fetch`, and undici where the function has it: both tell of themselves on diagnostics channels. */
export function instrument({ tracerProvider, isRuntimeApi }: InstrumentOptions): void {
  const instrumentation = withoutRequireHook(
    () =>
      new UndiciInstrumentation({
        ignoreRequestHook: ({ origin }) => {
          const url = URL.parse(origin);
          return url !== null && isRuntimeApi(url.hostname, url.port);
        },
      }),
  );
  instrumentation.setTracerProvider(tracerProvider);
}
