/**
 * Matchers and snapshots for jest: `import '@otel-xray/testing/jest'`, in a test or in `setupFilesAfterEnv`.
 */
import { expect } from '@jest/globals';
import { matchers, type XRayMatchers } from './match/matchers.ts';
import { serializer } from './snapshot/serializer.ts';

expect.extend(matchers as unknown as Parameters<typeof expect.extend>[0]);
expect.addSnapshotSerializer(serializer);

declare module 'expect' {
  // The parameters are those that jest declares, which no test of ours uses all of.
  interface Matchers<R extends void | Promise<void>, T = unknown> extends XRayMatchers<R> {}
}

declare global {
  // Where tests use jest's global `expect`, its types are those of `@types/jest`.
  namespace jest {
    interface Matchers<R, T = {}> extends XRayMatchers<R> {}
  }
}
