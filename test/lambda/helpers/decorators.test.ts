import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustRun } from '../../../scripts/command.ts';
import { ROOT } from '../../../scripts/folders.ts';
import type { Orders as DecoratedOrders } from './decorated/orders.ts';
import { registerTelemetry, spansOf } from './traced-calls.ts';

/** JavaScript has no decorators yet: TypeScript's compiler makes them what they are. */
describe('@traced(), compiled', () => {
  let folder: string;
  let Orders: typeof DecoratedOrders;

  beforeAll(async () => {
    registerTelemetry();
    // Within the repository, so that the package is found from there.
    await mkdir(join(ROOT, '.cache'), { recursive: true });
    folder = await mkdtemp(join(ROOT, '.cache', 'decorated-'));
    const source = join(import.meta.dirname, 'decorated', 'orders.ts');
    const flags = ['--ignoreConfig', '--noCheck', '--noResolve', '--target', 'es2022', '--module', 'nodenext'];
    await mustRun(join(ROOT, 'node_modules', '.bin', 'tsc'), [...flags, '--outDir', folder, source]);
    ({ Orders } = (await import(pathToFileURL(join(folder, 'orders.js')).href)) as {
      readonly Orders: typeof DecoratedOrders;
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes spans of methods, private ones and static ones, with their own `this`', async () => {
    const results: unknown[] = [];
    const spans = await spansOf(async () => {
      const orders = new Orders('acme');
      results.push(await orders.place('mug', 2), Orders.count(orders, orders), [...orders.pages()]);
    });
    expect(results).toEqual(['acme: 2 mug', 2, [1, 2]]);
    expect(spans.map(({ name }) => name)).toEqual(['write a label', 'place', 'count', 'pages']);
    expect(spans[0]?.parentSpanContext?.spanId).toBe(spans[1]?.spanContext().spanId);
  });

  it('records what a method throws', async () => {
    const [span] = await spansOf(() => expect(() => new Orders('acme').refuse()).toThrow('acme may not'));
    expect(span).toMatchObject({ name: 'refuse', events: [{ attributes: { 'exception.type': 'RangeError' } }] });
  });

  it('leaves a method what it is, but for its calls', () => {
    expect(Orders.prototype.place).toHaveLength(2);
    expect(Orders.prototype.place.name).toBe('place');
  });
});
