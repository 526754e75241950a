import { explain, type Explanation, translate } from '@otel-xray/segments';
import { hostileSpanData, spanData, toSpan, translateOptions } from '@otel-xray/testing/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** What no explanation may lack, as texts for a readable failure. */
function holesIn(explanation: Explanation): string[] {
  if (!explanation.ok) return [];
  const members = explanation.documents.flatMap((document) => document.members);
  return [
    ...members.filter(({ rule }) => rule === '').map(({ member }) => `${member} has no rule`),
    ...explanation.attributes
      .filter(({ places, why }) => places.length === 0 && !why)
      .map(({ key }) => `${key} has no reason`),
  ];
}

test('explain has a rule for each member and a place or a reason for each attribute', () => {
  fc.assert(
    fc.property(spanData(), translateOptions(), (data, options) => {
      expect(holesIn(explain(toSpan(data), options))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('explain never throws, and tells what translate answers', () => {
  fc.assert(
    fc.property(hostileSpanData(), translateOptions(), (data, options) => {
      const explanation = explain(toSpan(data), options);
      const translation = translate(toSpan(data), options);
      expect(explanation.ok).toBe(translation.ok);
      const ids = (answer: typeof explanation | typeof translation): string[] =>
        answer.ok ? answer.documents.map(({ id }) => id) : [];
      expect(ids(explanation)).toEqual(ids(translation));
    }),
    { numRuns: 60 },
  );
});
