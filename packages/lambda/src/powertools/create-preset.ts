import type { LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import type { Preset } from '../invocation/preset.ts';
import { createPowertoolsPreset } from './preset.ts';

/** The preset that the config asks for; `undefined` for none. */
export function createPreset(config: LambdaConfig, env: Environment, handlerName: string): Preset | undefined {
  switch (config.preset) {
    case 'none':
      return undefined;
    case 'powertools':
      return createPowertoolsPreset({ env, handlerName });
  }
}
