import type { LambdaConfig } from './config/config.ts';
import { inspectValue } from './exceptions/thrown.ts';
import { tellOnce } from './helpers/tell-once.ts';
import { currentTracing } from './tracing.ts';
import type { WrapHandlerOptions } from './wrap-options.ts';

/** What becomes documents is one for all handlers of a process, and with it what it was told. */
const PROCESS_WIDE = ['lambdaRoot', 'indexedAttributes'] as const;

/**
 * Says which options of a handler count for nothing, each once: the process has been set up with others, or by the app itself.
 * To be asked when it has been set up.
 *
 * @param config - the handler's own: its options over the environment.
 */
export function tellIgnored(options: WrapHandlerOptions<never>, config: LambdaConfig): void {
  const inForce = currentTracing()?.config;
  for (const name of PROCESS_WIDE) {
    const wanted = inspectValue(config[name]);
    if (inForce === undefined) {
      if (options[name] !== undefined)
        tellOnce('warn', `wrapHandler: ${name} has no effect: the exporter was not set up by this package`);
    } else if (wanted !== inspectValue(inForce[name])) {
      const found = `the process was set up with ${inspectValue(inForce[name])}`;
      tellOnce('warn', `wrapHandler: ${name} is ${wanted} for one handler, which is ignored: ${found}`);
    }
  }
}
