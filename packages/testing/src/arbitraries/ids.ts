import * as fc from 'fast-check';

const LOWER_HEX = '0123456789abcdef';

/** Hex digits that are not all zero. */
export function hexDigits(length: number, digits: string = LOWER_HEX): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...digits), minLength: length, maxLength: length })
    .filter((text) => /[^0]/.test(text));
}

/** OpenTelemetry trace ids: `6553f100a1b2c3d4e5f60718293a4b5c`. */
export function traceIds(): fc.Arbitrary<string> {
  return hexDigits(32);
}

/** Span ids: `53995c3f42cd8ad8`. */
export function spanIds(): fc.Arbitrary<string> {
  return hexDigits(16);
}

/** X-Ray trace ids: `1-6553f100-a1b2c3d4e5f60718293a4b5c`. */
export function xrayTraceIds(digits?: string): fc.Arbitrary<`1-${string}-${string}`> {
  return hexDigits(32, digits).map((id) => `1-${id.slice(0, 8)}-${id.slice(8)}` as const);
}
