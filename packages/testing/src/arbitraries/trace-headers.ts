import * as fc from 'fast-check';
import { spanIds, traceIds } from './ids.ts';

/** The parts of a trace header, as `parseTraceHeader` of `@otel-xray/propagator` gives them. */
export interface TraceHeaderParts {
  readonly traceId: string;
  readonly parentId?: string;
  readonly sampling?: 'sampled' | 'notSampled' | 'requested';
  readonly self?: string;
  readonly lineage?: string;
}

const SAMPLED = { sampled: '1', notSampled: '0', requested: '?' } as const;

/** Parts of trace headers. */
export function traceHeaderParts(): fc.Arbitrary<TraceHeaderParts> {
  return fc.record(
    {
      traceId: traceIds(),
      parentId: spanIds(),
      sampling: fc.constantFrom('sampled' as const, 'notSampled' as const, 'requested' as const),
      self: headerTokens(),
      lineage: headerTokens(),
    },
    { requiredKeys: ['traceId'], noNullPrototype: true },
  );
}

/**
 * Well-formed trace headers as services write them: fields in any order, foreign ones among them, white space around each.
 *
 * @example
 * fc.property(traceHeaders(), (header) => { … }); // 'Parent=53995c3f42cd8ad8 ; Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;x=1'
 */
export function traceHeaders(): fc.Arbitrary<string> {
  return fc
    .tuple(traceHeaderParts(), fc.array(foreignFields(), { maxLength: 2 }))
    .chain(([parts, foreign]) => shuffledFields([...fieldsOf(parts), ...foreign]));
}

/** Values of `Self` or `Lineage`: visible ASCII without `;` and `,`. */
export function headerTokens(): fc.Arbitrary<string> {
  const characters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter(
    (character) => character !== ';' && character !== ',',
  );
  return fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 40 });
}

/** Fields with a name that is none of X-Ray's and does not begin like one. */
export function foreignFields(): fc.Arbitrary<string> {
  const text = fc.string({ unit: fc.constantFrom(...'abcxyz019.:|_ '), maxLength: 12 });
  return fc.tuple(fc.constantFrom('Custom', 'CalledFrom', 'x', ''), text).map(([key, value]) => `${key}=${value}`);
}

/** Headers of these fields, in any order, with any white space around each. */
export function shuffledFields(fields: readonly string[]): fc.Arbitrary<string> {
  const space = fc.constantFrom('', ' ', '  ', '\t');
  return fc
    .tuple(
      fc.shuffledSubarray([...fields], { minLength: fields.length }),
      fc.array(fc.tuple(space, space), { minLength: fields.length, maxLength: fields.length }),
    )
    .map(([shuffled, spaces]) => shuffled.map((field, i) => spaces[i]?.join(field) ?? field).join(';'));
}

/** Any UTF-16 units, lone surrogates and control characters among them: headers that are none. */
export function anyHeaderText(): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 200,
  });
}

function fieldsOf({ traceId, parentId, sampling, self, lineage }: TraceHeaderParts): string[] {
  const root = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  const others = {
    Parent: parentId,
    Sampled: sampling === undefined ? undefined : SAMPLED[sampling],
    Self: self,
    Lineage: lineage,
  };
  return [root, ...Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))];
}
