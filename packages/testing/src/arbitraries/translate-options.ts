import type { TranslateOptions } from '@otel-xray/segments';
import * as fc from 'fast-check';
import { keys, KNOWN_KEYS, texts } from './attributes.ts';

function refuse(): never {
  throw new Error('not yours');
}

const hooks: readonly TranslateOptions['redact'][] = [
  undefined,
  (_field, value) => value,
  () => 'x',
  () => '',
  () => undefined as unknown as string,
  refuse,
];

const options: fc.Arbitrary<TranslateOptions> = fc.record({
  indexAllAttributes: fc.boolean(),
  indexedAttributes: fc.array(
    fc.oneof(keys, fc.constantFrom('*', 'http.*', '*.name', 'otel.resource.service.name', 'otel.resource.*')),
    { maxLength: 4 },
  ),
  annotationAliases: fc.dictionary(fc.constantFrom(...KNOWN_KEYS), fc.oneof(texts, fc.constant('tenant')), {
    maxKeys: 2,
  }),
  logGroupNames: fc.array(fc.constantFrom('/orders', 'arn:aws:logs:eu-west-1:123456789012:log-group:/orders:*', ''), {
    maxLength: 2,
  }),
  sqlText: fc.constantFrom('sanitized', 'asIs', 'off'),
  lambdaRoot: fc.constantFrom('subsegment', 'segment'),
  redact: fc.constantFrom(...hooks),
  scope: fc.boolean(),
});

/** Any options of `translate`, hooks that throw or answer nonsense among them. */
export function translateOptions(): fc.Arbitrary<TranslateOptions> {
  return options;
}
