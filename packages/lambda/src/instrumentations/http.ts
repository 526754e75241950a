import { syncBuiltinESMExports } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import type { InstrumentOptions } from './instrument.ts';
import { withoutRequireHook } from './require-hook.ts';

/**
 * Traces what goes out through `node:http` and `node:https`. The modules are patched where they are, so that no hook is needed:
 * `import { get } from 'node:http'` sees it as well, also where it was evaluated before.
 *
 * Requests that come in are left alone: a function's are events, and its invocation's span stands for them.
 */
export function instrument({ tracerProvider, isRuntimeApi }: InstrumentOptions): void {
  const instrumentation = withoutRequireHook(
    () =>
      new HttpInstrumentation({
        enabled: false,
        disableIncomingRequestInstrumentation: true,
        ignoreOutgoingRequestHook: ({ hostname, host, port }) => isRuntimeApi(hostname ?? host ?? '', port),
      }),
  );
  instrumentation.setTracerProvider(tracerProvider);
  for (const { name, patch } of instrumentation.getModuleDefinitions()) patch?.(process.getBuiltinModule(name));
  syncBuiltinESMExports();
}
