import { describe, expect, it } from 'vitest';
import type { TranslateOptions } from '../../src/translation.ts';
import { callOf, documentOf, LOCAL_PARENT } from '../spans.ts';

const KEEP_ALL: TranslateOptions = { sqlText: 'asIs' };
const KEEP_NONE: TranslateOptions = { sqlText: 'off' };

/** The query text that is sent of a call, as attribute or as SQL. */
function sentOf(system: string, text: string, options?: TranslateOptions): unknown {
  const attributes = { 'db.system.name': system, 'db.query.text': text };
  const { sql, metadata } = documentOf({ kind: 2, parentSpanContext: LOCAL_PARENT, attributes }, options);
  return sql?.sanitized_query ?? metadata?.['default']?.['db.query.text'];
}

describe('a query text', () => {
  it.each([
    { system: 'postgresql', text: "SELECT * FROM t WHERE a = 'bob'", sent: 'SELECT * FROM t WHERE a = ?', why: 'SQL' },
    {
      system: 'mongodb',
      text: '{"a":"bob","n":{"$gt":[1,true,null]}}',
      sent: '{"a":"?","n":{"$gt":["?","?","?"]}}',
      why: 'documents',
    },
    { system: 'elasticsearch', text: '[{"q":"bob"}]', sent: '[{"q":"?"}]', why: 'a list of documents' },
    { system: 'mongodb', text: '{"a":"bob","b":"al', sent: '{?:?,?:?', why: 'a cut document' },
    { system: 'mongodb', text: 'ping', sent: 'ping', why: 'a word alone' },
    {
      system: 'dynamodb',
      text: 'GetItem {"Key":{"pk":{"S":"42"}}}',
      sent: 'GetItem {"Key":{"pk":{"S":"?"}}}',
      why: 'input behind the operation',
    },
    {
      system: 'dynamodb',
      text: 'GetItem ["TableName","Key"]',
      sent: 'GetItem ["TableName","Key"]',
      why: 'names of members',
    },
    {
      system: 'redis',
      text: 'set cart:7 [1 other arguments]',
      sent: 'set cart:7 [1 other arguments]',
      why: 'keys alone',
    },
    { system: 'memcached', text: 'set k 0 10 1\r\nv', sent: 'set k 0 10 1', why: 'the next line is what is stored' },
  ])('of $system has no literals: $sent ($why)', ({ system, text, sent }) => {
    expect(sentOf(system, text)).toBe(sent);
    expect(sentOf(system, sent)).toBe(sent);
    expect(sentOf(system, text, KEEP_ALL)).toBe(text);
    expect(sentOf(system, text, KEEP_NONE)).toBeUndefined();
  });

  it('survives a document nested 100,000 deep', () => {
    const deep = `${'{"a":'.repeat(100_000)}"bob"${'}'.repeat(100_000)}`;
    expect(String(sentOf('mongodb', deep))).not.toContain('bob');
  });
});

describe('the values of placeholders', () => {
  it.each([
    { key: 'db.postgresql.values', value: ['alice', '9.5'], sent: ['?', '?'] },
    { key: 'db.mysql.values', value: 'alice', sent: '?' },
    { key: 'db.query.parameter.0', value: 'alice', sent: '?' },
    { key: 'db.operation.parameter.id', value: 7, sent: '?' },
    { key: 'db.postgresql.plan', value: 'by-id', sent: 'by-id' },
    { key: 'app.values', value: ['alice'], sent: ['alice'] },
  ])('in $key are hidden as literals are', ({ key, value, sent }) => {
    expect(callOf({ [key]: value }).metadata).toEqual({ default: { [key]: sent } });
  });

  it.each([
    { options: KEEP_ALL, metadata: { default: { 'db.postgresql.values': ['alice'], 'db.query.parameter.0': 'bob' } } },
    { options: KEEP_NONE, metadata: undefined },
  ])('follow the option: $options', ({ options, metadata }) => {
    const attributes = { 'db.postgresql.values': ['alice'], 'db.query.parameter.0': 'bob' };
    expect(documentOf({ kind: 2, parentSpanContext: LOCAL_PARENT, attributes }, options).metadata).toEqual(metadata);
  });

  it('are no annotations where they must not be sent', () => {
    const attributes = { 'db.query.parameter.0': 'bob' };
    const options = { ...KEEP_NONE, indexAllAttributes: true };
    expect(documentOf({ attributes }, options).annotations).not.toHaveProperty(['db.query.parameter.0']);
  });
});
