import { readFileSync } from 'node:fs';
import type { SegmentDocument } from '@otel-xray/segments';
import ajv from 'ajv-draft-04';

const schema = JSON.parse(
  readFileSync(new URL('../schema/xray-segmentdocument-schema-v1.0.0.json', import.meta.url), 'utf8'),
) as object;
const validate = new ajv.default({ strict: false, allErrors: true }).compile(schema);

/** What X-Ray takes although its schema of 2016 does not. Each exception tests what it lets through. */
const NEWER_THAN_SCHEMA: readonly ((
  error: { instancePath: string; keyword: string; params: object },
  document: SegmentDocument,
) => boolean)[] = [
  // Dots in annotation keys: AWS's own tools query them.
  ({ instancePath, keyword, params }) =>
    /^(?:\/subsegments\/\d+)*\/annotations$/.test(instancePath) &&
    keyword === 'additionalProperties' &&
    /^[a-zA-Z0-9_.]{1,500}$/.test((params as { additionalProperty: string }).additionalProperty),
  // URLs beyond 250 characters: a URL that is cut is another URL.
  ({ instancePath, keyword }) =>
    /^(?:\/subsegments\/\d+)*\/http\/request\/url$/.test(instancePath) && keyword === 'maxLength',
  // Letters that Unicode got after version 8, or outside the basic plane: the schema's table ends there, X-Ray's own rule is `\p{L}`.
  ({ instancePath, keyword }, { name }) =>
    instancePath === '/name' &&
    keyword === 'pattern' &&
    /^[\p{L}0-9 _.:/%&#=+\-@]+$/u.test(name) &&
    [...name].length <= 200,
];

/** What the published schema says against a document and those inside it, but for what X-Ray is known to take. */
export function schemaErrors(document: SegmentDocument): object[] {
  validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).filter((error) => !NEWER_THAN_SCHEMA.some((allows) => allows(error, document)));
}
