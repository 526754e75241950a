import { ROOT_CONTEXT } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { OpenSpans } from '../../src/boot/open-spans.ts';
import { withInvocation } from '../../src/invocation/invocation-key.ts';
import { startSpan } from '../spans.ts';

describe('OpenSpans', () => {
  it('knows what is open in one invocation, in the order of the starts', () => {
    const openSpans = new OpenSpans();
    const [one, other] = [{}, {}];
    const start = (token: object) =>
      startSpan({}, { parent: withInvocation(ROOT_CONTEXT, token), spanProcessors: [openSpans] });
    const [first, second] = [start(one), start(one)];
    const foreign = start(other);
    startSpan({}, { spanProcessors: [openSpans] });
    expect(openSpans.of(one)).toEqual([first, second]);
    first.end();
    expect(openSpans.of(one)).toEqual([second]);
    expect(openSpans.of(other)).toEqual([foreign]);
    expect(openSpans.of({})).toEqual([]);
  });
});
