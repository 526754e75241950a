import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { traced } from '../../src/index.ts';
import { type Recording, startRecording, stopRecording } from './recording.ts';

type Call = (this: unknown, ...args: unknown[]) => unknown;

/** What a compiler hands a decorator; `test/lambda/helpers` lets a real one do so. */
function decorate(decorator: ReturnType<typeof traced>, method: Call, context: object | string): Call | undefined {
  return decorator(method, context as Parameters<ReturnType<typeof traced>>[1]) as Call | undefined;
}

describe('traced', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(stopRecording);

  it.each([
    { given: undefined, name: 'place', span: 'place' },
    { given: 'place an order', name: 'place', span: 'place an order' },
    { given: undefined, name: '#secret', span: '#secret' },
    { given: undefined, name: Symbol('place'), span: 'Symbol(place)' },
  ])('calls the span $span', async ({ given, name, span }) => {
    const self = {};
    const method = decorate(
      traced(given),
      function method(this: unknown, ...args) {
        return [this, args];
      },
      { kind: 'method', name },
    );
    const { result } = await recording.inTrace(() => Reflect.apply(method as Call, self, [1]) as unknown);
    expect(result).toEqual([self, [1]]);
    expect(recording.spans().map((one) => one.name)).toEqual([span]);
  });

  it.each([
    { what: 'a field', context: { kind: 'field', name: 'place' } },
    { what: 'a method by the legacy form', context: 'place' },
  ])('leaves $what as it is, with a word', ({ context }) => {
    expect(decorate(traced(), () => undefined, context)).toBeUndefined();
    expect(recording.told).toEqual([expect.stringContaining('@traced() decorates methods by standard decorators')]);
  });
});
