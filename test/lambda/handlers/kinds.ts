/** A function's files, and which of their exports is its handler. */
export interface HandlerFiles {
  readonly why: string;
  /** Content by path below the task root. */
  readonly files: Readonly<Record<string, string>>;
  /** What `_HANDLER` holds. */
  readonly handler: string;
}

/** A handler that works. Each answers with the event, in whatever way it is written. */
export interface HandlerKind extends HandlerFiles {
  /** What it answers to `{ order: 7 }`, where that is not the event itself. */
  readonly response?: unknown;
  readonly isStreaming?: true;
  /** Node strips types by itself from 22.18 on, and the runtime client looks for no such file. */
  readonly isTypeScript?: true;
}

const ECHO = 'async (event) => event';
const COMMONJS = '{ "type": "commonjs" }';
const MODULE = '{ "type": "module" }';

/** What esbuild makes of an ES module for `--format=cjs`, in its own words: getters, defined by a function of its own. */
const ESBUILD_COMMONJS = `"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
var __copyProps = (to, from) => {
  for (let key of __getOwnPropNames(from))
    __defProp(to, key, { get: () => from[key], enumerable: !__getOwnPropDesc(from, key) || true });
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var index_exports = {};
__export(index_exports, { handler: () => handler });
module.exports = __toCommonJS(index_exports);
var handler = ${ECHO};
0 && (module.exports = { handler });
`;

/** What esbuild makes for `--format=esm`, with the banner by which its users give CommonJS dependencies a `require`. */
const ESBUILD_MODULE = `import { createRequire } from 'module'; const require = createRequire(import.meta.url);
var __require = ((x) => (typeof require !== "undefined" ? require : x))();
var { basename } = __require("node:path");
var handler = async (event) => (basename("a/b") === "b" ? event : undefined);
export { handler };
`;

/** What rollup makes for `format: 'cjs'`. */
const ROLLUP_COMMONJS = `'use strict';
Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
const handler = ${ECHO};
exports.handler = handler;
`;

/** Every kind of handler that the runtime client takes, and TypeScript, which our loader adds. */
export const KINDS: readonly HandlerKind[] = [
  { why: 'CommonJS', files: { 'index.js': `exports.handler = ${ECHO};` }, handler: 'index.handler' },
  {
    why: 'CommonJS, an object as the module',
    files: { 'package.json': COMMONJS, 'index.js': `const handler = ${ECHO};\nmodule.exports = { handler };` },
    handler: 'index.handler',
  },
  {
    why: 'CommonJS, a function as the module',
    files: { 'index.js': `module.exports = () => {};\nmodule.exports.handler = ${ECHO};` },
    handler: 'index.handler',
  },
  { why: '.cjs', files: { 'package.json': MODULE, 'app.cjs': `exports.run = ${ECHO};` }, handler: 'app.run' },
  { why: '.mjs', files: { 'index.mjs': `export const handler = ${ECHO};` }, handler: 'index.handler' },
  {
    why: 'an ES module by package.json, in a folder',
    files: { 'package.json': MODULE, 'src/api/orders.js': `export const get = ${ECHO};` },
    handler: 'src/api/orders.get',
  },
  {
    why: 'top-level await',
    files: {
      'index.mjs': `const late = await new Promise((go) => setImmediate(go, ${ECHO}));\nexport { late as handler };`,
    },
    handler: 'index.handler',
  },
  {
    why: 'nested exports',
    files: { 'index.mjs': `export const api = { v1: { get: ${ECHO} } };` },
    handler: 'index.api.v1.get',
  },
  { why: 'a default export', files: { 'index.mjs': `export default { handler: ${ECHO} };` }, handler: 'index.handler' },
  {
    why: 'nested below a default export, CommonJS',
    files: {
      'index.js': `const api = { v1: { get: ${ECHO} } };\nmodule.exports = Object.create({}, { api: { value: api } });`,
    },
    handler: 'index.api.v1.get',
  },
  { why: 'an esbuild bundle, CommonJS', files: { 'index.js': ESBUILD_COMMONJS }, handler: 'index.handler' },
  { why: 'an esbuild bundle, ES module', files: { 'index.mjs': ESBUILD_MODULE }, handler: 'index.handler' },
  { why: 'a rollup bundle, CommonJS', files: { 'index.cjs': ROLLUP_COMMONJS }, handler: 'index.handler' },
  {
    why: 'a package',
    files: { 'node_modules/orders/index.js': `exports.handler = ${ECHO};` },
    handler: 'orders.handler',
  },
  {
    why: 'a member of a function, which not every runtime client finds',
    files: { 'index.js': `module.exports = Object.assign(() => {}, { api: ${ECHO} });` },
    handler: 'index.api',
  },
  {
    why: 'a static method, which not every runtime client finds',
    files: { 'index.mjs': 'export class Api { static async get(event) { return event; } }' },
    handler: 'index.Api.get',
  },
  {
    why: 'a file beside a folder of its name, which stops some runtime clients',
    files: { 'index.js': `exports.handler = ${ECHO};`, 'index/note.txt': 'a folder beside the file' },
    handler: 'index.handler',
  },
  {
    why: 'a folder with an index, which not every runtime client takes',
    files: { 'orders/index.js': `exports.handler = ${ECHO};` },
    handler: 'orders.handler',
  },
  { why: 'synchronous', files: { 'index.mjs': 'export const handler = (event) => event;' }, handler: 'index.handler' },
  {
    why: 'a promise of its own kind',
    files: { 'index.mjs': 'export const handler = (event) => ({ then: (resolve) => setImmediate(resolve, event) });' },
    handler: 'index.handler',
  },
  {
    why: 'a method that keeps to its object',
    files: {
      'index.mjs': `class Api { #name = 'orders'; async handler(event) { return { ...event, api: this.#name }; } }
const api = new Api();
export const handler = api.handler.bind(api);`,
    },
    handler: 'index.handler',
    response: { order: 7, api: 'orders' },
  },
  {
    why: 'a reader of _HANDLER, which finds its own name',
    files: {
      'index.js': `const atLoad = process.env._HANDLER;
exports.handler = async () => [atLoad, process.env._HANDLER];`,
    },
    handler: 'index.handler',
    response: ['index.handler', 'index.handler'],
  },
  {
    why: 'TypeScript, CommonJS or ES module by its syntax',
    files: { 'index.ts': 'export const handler = async (event: unknown): Promise<unknown> => event;' },
    handler: 'index.handler',
    isTypeScript: true,
  },
  {
    why: 'TypeScript, ES module',
    files: { 'index.mts': 'export const handler = async (event: unknown): Promise<unknown> => event;' },
    handler: 'index.handler',
    isTypeScript: true,
  },
  {
    why: 'streaming',
    files: {
      'index.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write(JSON.stringify(event));
  stream.end();
}, { highWaterMark: 16384 });`,
    },
    handler: 'index.handler',
    isStreaming: true,
  },
  {
    why: 'streaming by a pipeline, CommonJS',
    files: {
      'index.js': `const { pipeline } = require('node:stream/promises');
const { Readable } = require('node:stream');
exports.handler = awslambda.streamifyResponse((event, stream) =>
  pipeline(Readable.from(['{"order":', String(event.order), '}']), stream));`,
    },
    handler: 'index.handler',
    isStreaming: true,
  },
  {
    why: 'streaming with status and headers',
    files: {
      'index.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-kind': 'tea' } });
  http.write('poured');
  http.end();
});`,
    },
    handler: 'index.handler',
    response: { statusCode: 201, headers: { 'x-kind': 'tea' }, body: 'poured' },
    isStreaming: true,
  },
];
