import { fileURLToPath } from 'node:url';
import { boot } from './boot/boot.ts';
import { log } from './boot/logger.ts';
import { resolveConfig } from './config/config.ts';
import { redirectHandler } from './load/redirect.ts';
import { setHandlerLoader } from './registration.ts';

/** Beside this file, under the same ending. */
const LOADER = fileURLToPath(import.meta.url.replace(/register(\.[cm]?[jt]s)$/, 'loader$1'));

// The one file that does something when it is imported. Whatever goes wrong here, the function starts as it would without us.
try {
  const config = resolveConfig(process.env);
  if (!config.isDisabled) {
    setHandlerLoader(boot(config, process.env), process.env);
    redirectHandler(process.env, LOADER);
  }
} catch (error) {
  log().error('tracing could not be set up: the function runs untraced', error);
}
