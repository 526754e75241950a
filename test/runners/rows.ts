/** A test runner that the matchers are for, its version, and the versions of Node that it is run on: its lowest, and newer ones. */
export interface Runner {
  readonly name: string;
  readonly kind: 'vitest' | 'jest';
  /** What npm installs beside the packed packages. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly nodes: readonly string[];
}

/** The runners. vitest 4 runs from Node 20 on, but vite, which it brings, from 20.19; `@types/jest` is for tests that import nothing. */
export const RUNNERS: readonly Runner[] = [
  { name: 'vitest 4', kind: 'vitest', dependencies: { vitest: '4.1.12' }, nodes: ['20.19.0', '22.15.0', '24.21.0'] },
  { name: 'vitest 5', kind: 'vitest', dependencies: { vitest: '5.1.1' }, nodes: ['22.12.0', '24.21.0'] },
  {
    name: 'jest 30',
    kind: 'jest',
    dependencies: { jest: '30.5.2', '@types/jest': '30.0.0' },
    nodes: ['20.6.0', '22.15.0', '24.21.0'],
  },
];

/** How the project's files are loaded. */
export const MODULE_KINDS = ['esm', 'cjs'] as const;
