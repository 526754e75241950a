import Module from 'node:module';
import { trace } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { instrument as instrumentHttp } from '../../src/instrumentations/http.ts';
import { instrument as instrumentUndici } from '../../src/instrumentations/undici.ts';

// In a file of its own, as the hook is set once for a process, if it is.
it('http and undici leave no hook on require', () => {
  const { require } = Module.prototype;
  const { getBuiltinModule } = process;
  const options = { tracerProvider: trace.getTracerProvider(), isRuntimeApi: () => true };
  instrumentHttp(options);
  instrumentUndici(options);
  expect(Module.prototype.require).toBe(require);
  expect(process.getBuiltinModule).toBe(getBuiltinModule);
});
