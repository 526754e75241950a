import { beforeAll, describe, expect, it } from 'vitest';
import { lintFiles, type LintFinding } from './lint.ts';

/** What a room's code may not do, and the rule that says so. */
const FORBIDDEN = [
  { rule: 'eslint(no-console)', file: 'packages/exporter/src/loud.ts', text: "console.warn('told past diag');" },
  { rule: 'node(no-process-env)', file: 'packages/exporter/src/env.ts', text: 'export const { HOME } = process.env;' },
  { rule: 'import(no-default-export)', file: 'packages/exporter/src/default.ts', text: 'export default 1;' },
  { rule: 'typescript(no-explicit-any)', file: 'packages/exporter/src/any.ts', text: 'export const x: any = 1;' },
  {
    rule: 'vitest(no-conditional-expect)',
    file: 'packages/exporter/test/if.test.ts',
    text: "import { expect, it } from 'vitest';\nit('may assert nothing', () => { if (Date.now() > 1) expect(1).toBe(1); });",
  },
];

/** The same, where it is right. */
const ALLOWED = [
  { rule: 'eslint(no-console)', file: 'packages/cli/src/print.ts', text: "console.log('the answer');" },
  { rule: 'node(no-process-env)', file: 'packages/exporter/src/exporter.ts', text: 'export const env = process.env;' },
  { rule: 'import(no-default-export)', file: 'vitest.config.ts', text: 'export default {};' },
];

describe('the linter', () => {
  let findings: readonly LintFinding[] = [];
  beforeAll(async () => {
    findings = await lintFiles(
      Object.fromEntries([...FORBIDDEN, ...ALLOWED].map(({ file, text }) => [file, `${text}\n`])),
    );
  });
  const rulesIn = (file: string): string[] => findings.filter((one) => one.file.endsWith(file)).map(({ rule }) => rule);

  it.each(FORBIDDEN)('reports $rule in $file', ({ rule, file }) => {
    expect(rulesIn(file)).toContain(rule);
  });

  it.each(ALLOWED)('does not report $rule in $file', ({ rule, file }) => {
    expect(rulesIn(file)).not.toContain(rule);
  });
});
