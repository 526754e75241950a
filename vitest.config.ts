import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Where tests change nothing that other files see: they share what is loaded, which takes half of the time away. */
const SHARED = [
  'packages/{cli,segments,testing}/test/**/*.test.ts',
  'test/{conformance,lint,mapping,properties,real-spans,schema,vectors}/**/*.test.ts',
];

export default defineConfig({
  // The rooms are tested as TypeScript, not as built files.
  ssr: {
    resolve: { conditions: ['source', 'node', 'import', 'default'], externalConditions: ['source', 'node', 'import'] },
  },
  test: {
    testTimeout: 30_000,
    pool: 'threads',
    // Much of a test is waiting for processes: on two cores, a thread less than there are cores would leave one idle.
    maxWorkers: '100%',
    // Processes that tests start read the same TypeScript again and again: what Node makes of it is kept.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compile', import.meta.url)) },
    projects: [
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: SHARED, exclude: ['**/node_modules/**', '**/.cache/**'] },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/.cache/**', ...SHARED],
        },
      },
    ],
  },
});
