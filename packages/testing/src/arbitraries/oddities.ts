import * as fc from 'fast-check';

function cycle(): object {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring['self'] = ring;
  return ring;
}

function deep(levels: number): object {
  let value: object = { end: true };
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { value } : [value];
  return value;
}

/** Small in memory, endless when written out: each level holds the next one twice. */
function doubling(levels: number): object {
  let value: object = { end: true };
  for (let level = 0; level < levels; level++) value = [value, value];
  return value;
}

function refuse(): never {
  throw new Error('not yours');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Values that fast-check itself cannot hold or print: {@link fight} puts them where their names stand. */
const FIGHTERS: Readonly<Record<string, () => unknown>> = {
  cycle,
  deep: () => deep(10_000),
  doubling: () => doubling(200),
  refusing: () =>
    new Proxy(
      {},
      { get: refuse, ownKeys: refuse, has: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
    ),
  revoked,
  brokenGetter: () => ({
    good: 1,
    get broken(): never {
      return refuse();
    },
  }),
  noText: () => ({ toString: refuse, valueOf: refuse, toJSON: refuse }),
  brokenDate: () => Object.assign(new Date(0), { getTime: refuse }),
};

class Fighter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** The data with every fighter in its place. */
export function fight(data: unknown): unknown {
  if (data instanceof Fighter) return FIGHTERS[data.name]?.();
  if (Array.isArray(data)) return data.map(fight);
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, fight(value)]));
}

/** Values that no API allows and JavaScript cannot prevent. */
export const oddities: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
    withNullPrototype: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
  }),
  fc.constantFrom<unknown>(
    Symbol('odd'),
    Symbol.iterator,
    () => 'called',
    class Odd {},
    new Date(Number.NaN),
    new Date(0),
    /x/,
    new Error('odd'),
  ),
  fc.constantFrom(...Object.keys(FIGHTERS)).map((name) => new Fighter(name)),
  fc.constantFrom<unknown>(new ArrayBuffer(4), new Float64Array([Number.NaN]), [undefined, , 1], Object.create(null)),
  fc.constantFrom<unknown>(Number.NaN, Number.NEGATIVE_INFINITY, -0, 1e308, 2 ** 53, 10n ** 400n, undefined, null),
);
