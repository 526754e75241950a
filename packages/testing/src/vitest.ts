/**
 * Matchers and snapshots for vitest: `import '@otel-xray/testing/vitest'`, in a test or in `setupFiles`.
 */
import { expect } from 'vitest';
import { matchers, type XRayMatchers } from './match/matchers.ts';
import { serializer } from './snapshot/serializer.ts';

expect.extend(matchers);
expect.addSnapshotSerializer(serializer);

declare module 'vitest' {
  // The parameters are those that vitest declares, which no test of ours uses all of.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends XRayMatchers<R> {}
}
