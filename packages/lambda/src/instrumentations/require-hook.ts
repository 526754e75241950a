import Module from 'node:module';

/**
 * Makes an instrumentation, and takes back the hook on `require` that every one of the official ones sets when it is made, whether
 * it needs one or not: each module of the function would pass through it.
 *
 * The hook is set once, by the first instrumentation that is made: one that needs it must come before those that do not.
 */
export function withoutRequireHook<Made>(make: () => Made): Made {
  const { require } = Module.prototype;
  const { getBuiltinModule } = process;
  try {
    return make();
  } finally {
    Module.prototype.require = require;
    process.getBuiltinModule = getBuiltinModule;
  }
}
