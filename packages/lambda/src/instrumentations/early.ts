import type { LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { enableInstrumentations } from './enable.ts';
import type { InstrumentLoaders } from './instrument.ts';

// Each is a chunk of its own: what is not asked for is not read. The order is the one that they are switched on in; the one that
// needs a hook on `require` comes first (`require-hook.ts`).
const loaders: InstrumentLoaders = {
  'aws-sdk': async () => (await import('./aws-sdk.ts')).instrument,
  http: async () => (await import('./http.ts')).instrument,
  undici: async () => (await import('./undici.ts')).instrument,
};

/** Switches on what is asked for, where the function's modules are not loaded yet: all of them work. */
export async function instrument(config: LambdaConfig, env: Environment): Promise<void> {
  await enableInstrumentations({ names: config.instrumentations, loaders, env });
}
