import { flushCompileCache } from 'node:module';

// Loads all that a start and an invocation load, and leaves what was compiled where NODE_COMPILE_CACHE says.
const { _HANDLER } = process.env;
const { handler } = await import(_HANDLER.replace(/\.handler$/, '.mjs'));
await handler({}, {});
flushCompileCache();
