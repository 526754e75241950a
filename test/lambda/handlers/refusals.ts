import type { HandlerFiles } from './kinds.ts';

const ECHO = 'async (event) => event';

/** Functions that never start, each for another reason: with us exactly as without us. */
export const REFUSALS: readonly HandlerFiles[] = [
  {
    why: 'a callback handler',
    files: { 'index.mjs': 'export const handler = (event, context, done) => done(null, event);' },
    handler: 'index.handler',
  },
  { why: 'no such export', files: { 'index.mjs': `export const handler = ${ECHO};` }, handler: 'index.other' },
  {
    why: 'no such nested export',
    files: { 'index.mjs': `export const api = { get: ${ECHO} };` },
    handler: 'index.api.v1.get',
  },
  { why: 'not a function', files: { 'index.mjs': "export const handler = 'text';" }, handler: 'index.handler' },
  { why: 'an export of no name', files: { 'index.mjs': `export const handler = ${ECHO};` }, handler: 'index.' },
  { why: 'no export named', files: { 'index.mjs': `export const handler = ${ECHO};` }, handler: 'index' },
  { why: 'a way out of the task root', files: {}, handler: '../index.handler' },
  { why: 'no such file', files: { 'index.mjs': `export const handler = ${ECHO};` }, handler: 'other.handler' },
  {
    why: 'a package that is nothing',
    files: { 'node_modules/orders/index.js': 'module.exports = null;' },
    handler: 'orders.handler',
  },
  { why: 'a missing dependency, CommonJS', files: { 'index.js': "require('nowhere');" }, handler: 'index.handler' },
  { why: 'a missing dependency, ES module', files: { 'index.mjs': "import 'nowhere';" }, handler: 'index.handler' },
  {
    why: 'a syntax error, CommonJS',
    files: { 'index.js': 'exports.handler = async (event => event;' },
    handler: 'index.handler',
  },
  { why: 'a syntax error, ES module', files: { 'index.mjs': 'export const = 7;' }, handler: 'index.handler' },
  {
    why: 'an export that is missing where it is imported',
    files: { 'index.mjs': "import { other } from './other.mjs';", 'other.mjs': 'export const one = 1;' },
    handler: 'index.handler',
  },
  {
    why: 'an error at load',
    files: { 'index.js': "class NoTable extends Error { name = 'NoTable' }\nthrow new NoTable('TABLE is not set');" },
    handler: 'index.handler',
  },
  {
    why: 'a rejection at load',
    files: { 'index.mjs': "await Promise.reject(new RangeError('no more rows'));" },
    handler: 'index.handler',
  },
  { why: 'a text thrown at load', files: { 'index.mjs': "throw 'only a text';" }, handler: 'index.handler' },
  {
    why: 'a mark of streaming that means nothing',
    files: {
      'index.mjs': `export const handler = Object.assign(${ECHO}, { [Symbol.for('aws.lambda.runtime.handler.streaming')]: 'request' });`,
    },
    handler: 'index.handler',
  },
];
