import { describe, expect, it } from 'vitest';
import { recordError } from '../../src/exceptions/record-error.ts';
import { startSpan } from '../spans.ts';

function record(thrown: unknown) {
  const span = startSpan();
  recordError(span, thrown);
  const [event] = span.events;
  return { name: event?.name, attributes: event?.attributes ?? {}, status: span.status };
}

describe('recordError', () => {
  it.each([
    { thrown: new TypeError('no'), type: 'TypeError', message: 'no', why: 'an error' },
    {
      thrown: Object.assign(new Error('x'), { code: 'ENOENT' }),
      type: 'Error',
      message: 'x',
      why: 'its class, not its code',
    },
    { thrown: new Error(''), type: 'Error', message: '', why: 'no message' },
    { thrown: 'text', type: 'string', message: 'text', why: 'a text' },
    { thrown: null, type: 'null', message: 'null', why: 'null' },
    { thrown: undefined, type: 'undefined', message: 'undefined', why: 'undefined' },
    { thrown: 7, type: 'number', message: '7', why: 'a number' },
    { thrown: { reason: 'full' }, type: 'object', message: '{"reason":"full"}', why: 'an object' },
    { thrown: Symbol('s'), type: 'symbol', message: 'Symbol(s)', why: 'a symbol' },
    { thrown: { name: 'Foreign', message: 'm', stack: 's' }, type: 'Foreign', message: 'm', why: 'of another realm' },
  ])('records $why', ({ thrown, type, message }) => {
    const { name, attributes, status } = record(thrown);
    expect(name).toBe('exception');
    expect(attributes).toMatchObject({ 'exception.type': type, 'exception.message': message });
    expect(status.code).toBe(2);
  });

  it('has a stack where there is one', () => {
    const error = new Error('with a stack');
    expect(record(error).attributes['exception.stacktrace']).toBe(error.stack);
    expect(record('no stack').attributes).not.toHaveProperty('exception.stacktrace');
  });

  it('still says that it failed when the error cannot be read', () => {
    const hostile = {
      get message(): string {
        throw new Error('mine');
      },
      stack: '',
    };
    expect(record(hostile)).toEqual({
      name: 'exception',
      attributes: { 'exception.type': 'Error', 'exception.message': 'the error could not be read' },
      status: { code: 2, message: 'the error could not be read' },
    });
  });

  it('writes what can be read of an object within itself', () => {
    const circular: Record<string, unknown> = { code: 'E_RING' };
    circular['self'] = circular;
    expect(record(circular).status).toEqual({ code: 2, message: '{"code":"E_RING","self":"[cyclic]"}' });
  });

  it('reads no more of a large object than it writes', () => {
    let reads = 0;
    const item = {
      get id(): number {
        return ++reads;
      },
    };
    const { attributes } = record({ rows: Array.from({ length: 500_000 }, () => item) });
    expect(attributes['exception.message']).toMatch(/^\{"rows":\[\{"id":1\},\{"id":2\}/);
    expect(String(attributes['exception.message']).length).toBeLessThan(20_000);
    expect(reads).toBeLessThan(10_000);
  });
});
