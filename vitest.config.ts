import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The rooms are tested as TypeScript, not as built files.
  ssr: {
    resolve: { conditions: ['source', 'node', 'import', 'default'], externalConditions: ['source', 'node', 'import'] },
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.cache/**'],
    testTimeout: 30_000,
    pool: 'threads',
  },
});
