import { readFileSync } from 'node:fs';
import { lintDocument } from '@otel-xray/testing';
import ajv, { type ErrorObject } from 'ajv-draft-04';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broken, type Breakable, segment } from './valid-documents.ts';

const SCHEMA = new URL('../../../../test/schema/xray-segmentdocument-schema-v1.0.0.json', import.meta.url);
const validate = new ajv.default({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

const NAME = /^[\p{L}\p{N}\p{Z}_.:/%&#=+\-@]+$/u;

/** Where the schema is out of date (test/schema/README.md): what X-Ray takes although the schema does not. */
const CORRECTIONS: readonly ((error: ErrorObject, document: Breakable) => boolean)[] = [
  ({ instancePath, keyword, params }) =>
    instancePath.endsWith('/annotations') &&
    keyword === 'additionalProperties' &&
    /^[A-Za-z0-9_.]{1,500}$/.test(String(params['additionalProperty'])),
  ({ instancePath, keyword }) => instancePath.endsWith('/http/request/url') && keyword === 'maxLength',
  // Letters that Unicode got later, or outside the basic plane: the schema's own `java_pattern` has whole classes.
  ({ instancePath, keyword }, document) => {
    const name = String(document?.name);
    return instancePath === '/name' && keyword === 'pattern' && NAME.test(name) && [...name].length <= 200;
  },
];

function refusalsOf(document: unknown): ErrorObject[] {
  const json: unknown = JSON.parse(JSON.stringify(document));
  validate(json);
  return (validate.errors ?? []).filter((error) => !CORRECTIONS.some((allows) => allows(error, json)));
}

/** Every place of a value, as the keys that lead there. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, key]))];
}

// Members that the valid document lacks, so that they are met too.
const complete = broken(segment, (copy) => {
  copy.in_progress = false;
  copy.resource_arn = 'arn:aws:x';
  copy.error = copy.throttle = true;
  copy.cause.working_directory = '/srv';
  copy.cause.paths = ['/srv'];
  Object.assign(copy.cause.exceptions[0], { remote: true, truncated: 1, skipped: 1 });
  copy.aws.ec2 = { instance_id: 'i-1', availability_zone: 'eu-west-1a' };
  copy.aws.elastic_beanstalk = { environment_name: 'e', version_label: 'v', deployment_id: 1 };
  copy.aws.tracing = { sdk: 'x' };
  copy.http.request.user_agent = 'x';
  const [child] = copy.subsegments;
  Object.assign(child, { traced: true, precursor_ids: ['00000000000000aa'], type: 'subsegment', cause: copy.cause });
  Object.assign(child, {
    annotations: { a: 1 },
    metadata: { default: {} },
    fault: true,
    throttle: true,
    parent_id: copy.id,
  });
  Object.assign(child.subsegments[0].sql, {
    user: 'u',
    preparation: 'call',
    database_version: '1',
    driver_version: '1',
  });
  child.sql = { connection_string: 'x' };
}) as object;

const replacement: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    '',
    7,
    1.5,
    true,
    [],
    {},
    [null],
    [7],
    { a: 1 },
    'x'.repeat(16),
    'x'.repeat(251),
    '16 chars or more',
  ),
  fc.constantFrom<unknown>('GET /?', 'x'.repeat(1001), '1-6553f100-a1b2c3d4e5f60718293a4b5c', undefined),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

function replaced(document: object, path: readonly string[], value: unknown): unknown {
  const copy: Breakable = structuredClone(document);
  const last = path.at(-1);
  if (last === undefined) return value ?? null;
  const holder: Breakable = path.slice(0, -1).reduce((at: Breakable, key) => at?.[key], copy);
  // An earlier replacement may have taken the place away.
  if (typeof holder === 'object' && holder !== null) holder[last] = value;
  return copy;
}

const documents: fc.Arbitrary<unknown> = fc
  .array(fc.tuple(fc.constantFrom(...placesOf(complete)), replacement), { minLength: 1, maxLength: 3 })
  .map((changes) => {
    let document: unknown = complete;
    for (const [path, value] of changes) {
      document = typeof document === 'object' && document !== null ? replaced(document, path, value) : document;
    }
    return document;
  });

function expectGraveFinding(document: unknown): void {
  const refusals = refusalsOf(document);
  const grave = lintDocument(document).filter(({ severity }) => severity === 'rejected' || severity === 'dropped');
  expect(refusals.length === 0 || grave.length > 0, JSON.stringify(refusals)).toBe(true);
}

test('the complete document is right by the schema', () => {
  expect(refusalsOf(complete)).toEqual([]);
  expect(lintDocument(complete).filter(({ severity }) => severity === 'rejected' || severity === 'dropped')).toEqual(
    [],
  );
});

test('what the schema refuses has a finding of something rejected or dropped: each member replaced once', () => {
  const values: unknown[] = [null, 7, 1.5, 'x', '', true, [], {}, [null], { a: null }, 'x'.repeat(251), undefined];
  let refused = 0;
  for (const path of placesOf(complete)) {
    for (const value of values) {
      const document = replaced(complete, path, value);
      refused += refusalsOf(document).length === 0 ? 0 : 1;
      expectGraveFinding(document);
    }
  }
  expect(refused).toBeGreaterThan(500);
});

test('what the schema refuses has a finding of something rejected or dropped: any replacements', () => {
  fc.assert(fc.property(documents, expectGraveFinding), { numRuns: 2000 });
});

test('what the schema refuses has a finding of something rejected or dropped: any name', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 220 }),
    fc.string({ unit: 'grapheme', minLength: 190, maxLength: 210 }),
  );
  fc.assert(fc.property(name, (text) => expectGraveFinding({ ...segment, name: text })));
});

test('any annotations', () => {
  const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('__proto__', 'a.b', '', 'k'.repeat(501)));
  const annotations = fc.array(fc.tuple(key, replacement), { maxLength: 4 }).map((all) => Object.fromEntries(all));
  fc.assert(fc.property(annotations, (value) => expectGraveFinding({ ...segment, annotations: value })));
});
