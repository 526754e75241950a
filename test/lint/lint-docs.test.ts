import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LINT_GUIDE, renderLintRules } from '../../scripts/lint-docs.ts';

it('docs/lint-rules.md says what the rules say: node -C source scripts/lint-docs.ts writes it anew', () => {
  expect(readFileSync(LINT_GUIDE, 'utf8')).toBe(renderLintRules());
});
