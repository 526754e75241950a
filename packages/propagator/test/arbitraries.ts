import * as fc from 'fast-check';
import type { TraceHeader } from '@otel-xray/propagator';

const LOWER_HEX = '0123456789abcdef';

/** Hex digits that are not all zero. */
export function hex(length: number, digits: string = LOWER_HEX): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...digits), minLength: length, maxLength: length })
    .filter((text) => /[^0]/.test(text));
}

/** Any UTF-16 units, lone surrogates and control characters among them. */
export function anyText(): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 200,
  });
}

/** An X-Ray trace id. */
export function root(digits?: string): fc.Arbitrary<string> {
  return hex(32, digits).map((id) => `1-${id.slice(0, 8)}-${id.slice(8)}`);
}

/** A value of `Self` or `Lineage`: visible ASCII without `;` and `,`. */
export function token(): fc.Arbitrary<string> {
  const characters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter(
    (character) => character !== ';' && character !== ',',
  );
  return fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 40 });
}

/** Any header that `formatTraceHeader` can write. */
export function traceHeader(): fc.Arbitrary<TraceHeader> {
  return fc.record(
    {
      traceId: hex(32),
      parentId: hex(16),
      sampling: fc.constantFrom('sampled' as const, 'notSampled' as const, 'requested' as const),
      self: token(),
      lineage: token(),
    },
    { requiredKeys: ['traceId'], noNullPrototype: true },
  );
}

/** A field with a name that is none of ours and does not begin like one. */
export function foreignField(): fc.Arbitrary<string> {
  const text = fc.string({ unit: fc.constantFrom(...'abcxyz019.:|_ '), maxLength: 12 });
  return fc.tuple(fc.constantFrom('Custom', 'CalledFrom', 'x', ''), text).map(([key, value]) => `${key}=${value}`);
}

/** Fields in any order, with any white space around each. */
export function shuffledHeader(fields: readonly string[]): fc.Arbitrary<string> {
  const space = fc.constantFrom('', ' ', '  ', '\t');
  return fc
    .tuple(
      fc.shuffledSubarray([...fields], { minLength: fields.length }),
      fc.array(fc.tuple(space, space), { minLength: fields.length, maxLength: fields.length }),
    )
    .map(([shuffled, spaces]) => shuffled.map((field, i) => spaces[i]?.join(field) ?? field).join(';'));
}
