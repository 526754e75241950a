import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHandler } from '../../src/load/load-handler.ts';

const FILES = {
  'plain.js': 'exports.handler = () => "plain";',
  'esm.mjs': 'export const handler = () => "esm"; export const api = { get: () => "nested" };',
  'common.cjs': 'module.exports = { handler: () => "common", api: { get: () => "nested" } };',
  'default.mjs': 'export default { handler: () => "default" };',
  'typed.ts': 'export const handler = (): string => "typed";',
  'typed-module.mts': 'export const handler = (): string => "typed module";',
  'both.js': 'exports.handler = () => "built";',
  'both.ts': 'export const handler = () => "source";',
  'late.mjs': 'const word = await Promise.resolve("late"); export const handler = () => word;',
  'odd.mjs': 'export const text = "no function";',
  'throws.mjs': 'throw new RangeError("while loading");',
  'broken.mjs': 'export const = ;',
  'asks.cjs': 'require("not-installed");',
  'folder/deep.js': 'exports.handler = () => "deep";',
  'beside.js': 'exports.handler = () => "beside";',
  'beside/index.js': 'exports.handler = () => "inside";',
  'only/index.js': 'exports.handler = () => "only";',
  'mains/package.json': '{ "main": "lib/main.mjs" }',
  'mains/lib/main.mjs': 'export const handler = await Promise.resolve(() => "main");',
  'empty.mjs': 'export const handler = () => "despite the folder";',
  'empty/note.txt': 'no module',
  'members.js':
    'module.exports = class Api { static get() { return "static"; } }; module.exports.fn = Object.assign(() => 1, { get: () => "member" });',
  'node_modules/package-handler/index.js': 'exports.handler = () => "package";',
};

describe('loadHandler', () => {
  let taskRoot = '';
  beforeAll(async () => {
    taskRoot = await mkdtemp(join(tmpdir(), 'load-handler-'));
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(taskRoot, name)), { recursive: true });
      await writeFile(join(taskRoot, name), text);
    }
  });
  afterAll(async () => {
    await rm(taskRoot, { recursive: true });
  });

  it.each([
    { name: 'plain.handler', answer: 'plain' },
    { name: 'esm.handler', answer: 'esm' },
    { name: 'esm.api.get', answer: 'nested' },
    { name: 'common.handler', answer: 'common' },
    { name: 'common.api.get', answer: 'nested' },
    { name: 'default.handler', answer: 'default' },
    { name: 'typed.handler', answer: 'typed' },
    { name: 'typed-module.handler', answer: 'typed module' },
    { name: 'both.handler', answer: 'built' },
    { name: 'late.handler', answer: 'late' },
    { name: 'folder/deep.handler', answer: 'deep' },
    { name: 'package-handler.handler', answer: 'package' },
    { name: 'beside.handler', answer: 'beside' },
    { name: 'only.handler', answer: 'only' },
    { name: 'mains.handler', answer: 'main' },
    { name: 'empty.handler', answer: 'despite the folder' },
    { name: 'members.get', answer: 'static' },
    { name: 'members.fn.get', answer: 'member' },
  ])('loads $name', async ({ name, answer }) => {
    const handler = await loadHandler(name, taskRoot);
    expect(Reflect.apply(handler, undefined, [])).toBe(answer);
  });

  it.each([
    { name: 'esm.none', error: { name: 'Runtime.HandlerNotFound', message: 'esm.none is undefined or not exported' } },
    { name: 'odd.text', error: { name: 'Runtime.HandlerNotFound', message: 'odd.text is not a function' } },
    { name: 'throws.handler', error: { name: 'RangeError', message: 'while loading' } },
    { name: 'asks.handler', error: { code: 'MODULE_NOT_FOUND' } },
    { name: 'missing.handler', error: { code: 'MODULE_NOT_FOUND' } },
  ])('rejects for $name as the runtime client does', async ({ name, error }) => {
    await expect(loadHandler(name, taskRoot)).rejects.toMatchObject(error);
  });

  it('rejects with the syntax error that a module has', async () => {
    await expect(loadHandler('broken.handler', taskRoot)).rejects.toThrow();
  });
});
