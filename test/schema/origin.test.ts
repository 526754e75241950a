import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is the schema as it was published, unchanged', () => {
  const schema = readFileSync(new URL('xray-segmentdocument-schema-v1.0.0.json', import.meta.url));
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(readme).toContain(createHash('sha256').update(schema).digest('hex'));
  expect(readme).toContain(`${schema.length.toLocaleString('en')} bytes`);
});
