import { ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { PerInvocation } from '../../src/boot/per-invocation.ts';
import { withInvocation } from '../../src/invocation/invocation-key.ts';

function create() {
  const exporter = new InMemorySpanExporter();
  const perInvocation = new PerInvocation(new SimpleSpanProcessor({ exporter }));
  const tracer = new TracerProvider({ spanProcessors: [perInvocation] }).getTracer('test');
  return {
    perInvocation,
    passedOn: () => exporter.getFinishedSpans().map(({ name }) => name),
    start: (name: string, parent: Context) => tracer.startSpan(name, {}, parent),
  };
}

describe('PerInvocation', () => {
  it('passes the spans of an invocation on when its own has ended, and those of no other', () => {
    const { start, passedOn } = create();
    const [one, other] = [withInvocation(ROOT_CONTEXT, {}), withInvocation(ROOT_CONTEXT, {})];
    const [root, otherRoot] = [start('one', one), start('other', other)];
    start('child of one', trace.setSpan(one, root)).end();
    start('child of other', trace.setSpan(other, otherRoot)).end();
    expect(passedOn()).toEqual([]);
    root.end();
    expect(passedOn()).toEqual(['child of one', 'one']);
    otherRoot.end();
    expect(passedOn()).toEqual(['child of one', 'one', 'child of other', 'other']);
  });

  it('passes on at once what belongs to no invocation, or ends after its invocation', () => {
    const { start, passedOn } = create();
    start('none', ROOT_CONTEXT).end();
    expect(passedOn()).toEqual(['none']);
    const context = withInvocation(ROOT_CONTEXT, {});
    const root = start('root', context);
    const late = start('late', context);
    root.end();
    late.end();
    expect(passedOn()).toEqual(['none', 'root', 'late']);
  });

  it('passes on what it holds when it is told to, and when it would be too much', () => {
    const { perInvocation, start, passedOn } = create();
    const token = {};
    const context = withInvocation(ROOT_CONTEXT, token);
    const root = start('root', context);
    start('first', context).end();
    perInvocation.release(token);
    expect(passedOn()).toEqual(['first']);
    for (let i = 0; i < 501; i++) start('many', context).end();
    expect(passedOn()).toHaveLength(502);
    root.end();
    expect(passedOn()).toHaveLength(503);
    perInvocation.release({});
  });
});
