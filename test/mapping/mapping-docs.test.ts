import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MAPPING_GUIDE, renderMapping } from '../../scripts/mapping-docs.ts';

it('docs/mapping.md says what the mapping table says: node -C source scripts/mapping-docs.ts writes it anew', () => {
  expect(readFileSync(MAPPING_GUIDE, 'utf8')).toBe(renderMapping());
});
