import type { Environment } from '../config/settings.ts';

/**
 * The variables of the process, as they are now. The only place where the helpers look: several copies of this package may
 * be loaded (ES module, CommonJS, bundled), and the environment is what they all share.
 */
export function environment(): Environment {
  return process.env;
}
