import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../src/span.ts';
import { callOf, documentOf, LOCAL_PARENT, splitOf, translated } from '../spans.ts';

const sqlOf = (attributes: Attributes) => callOf({ 'db.system.name': 'postgresql', ...attributes }).sql;
const base = { database_type: 'postgresql' };

describe('sql', () => {
  it.each([
    { attributes: {}, sql: base, why: 'the system alone' },
    {
      attributes: { 'db.namespace': 'shop', 'server.address': 'db', 'server.port': 5432 },
      sql: { ...base, url: 'postgresql://db:5432/shop' },
      why: 'newer keys',
    },
    {
      attributes: { 'db.name': 'shop', 'net.peer.name': 'db', 'net.peer.port': 5432 },
      sql: { ...base, url: 'postgresql://db:5432/shop' },
      why: 'older keys',
    },
    {
      attributes: { 'db.namespace': 'new', 'db.name': 'old', 'server.address': 'db' },
      sql: { ...base, url: 'postgresql://db/new' },
      why: 'the newer key wins',
    },
    { attributes: { 'db.namespace': 'shop' }, sql: { ...base, url: 'shop' }, why: 'no host' },
    { attributes: { 'server.address': 'db' }, sql: { ...base, url: 'postgresql://db' }, why: 'no database' },
    {
      attributes: { 'server.address': '::1', 'server.port': 5432 },
      sql: { ...base, url: 'postgresql://[::1]:5432' },
      why: 'IPv6 stands in brackets',
    },
    {
      attributes: { 'server.address': 'db', 'server.port': -1 },
      sql: { ...base, url: 'postgresql://db' },
      why: 'no port',
    },
    {
      attributes: { 'db.connection_string': 'postgresql://db:5432/shop', 'db.name': 'shop' },
      sql: { ...base, url: 'postgresql://db:5432/shop' },
      why: 'a URL names its database once',
    },
    {
      attributes: { 'db.connection_string': 'postgresql://db:5432/', 'db.name': 'shop' },
      sql: { ...base, url: 'postgresql://db:5432/shop' },
      why: 'a URL without a database gets it',
    },
    {
      attributes: { 'db.connection_string': 'jdbc:postgresql://db/shop' },
      sql: { ...base, url: 'jdbc:postgresql://db/shop' },
      why: 'a URL with its prefix',
    },
    {
      attributes: { 'db.connection_string': 'Server=db;Database=shop' },
      sql: { ...base, connection_string: 'Server=db;Database=shop' },
      why: 'no URL',
    },
    { attributes: { 'db.user': 'app' }, sql: { ...base, user: 'app' }, why: 'the user' },
    { attributes: { 'db.user': 5 }, sql: base, why: 'no text' },
  ])('with $attributes is $sql ($why)', ({ attributes, sql }) => {
    expect(sqlOf(attributes)).toEqual(sql);
  });

  it.each([
    { attributes: { 'db.system': 'mysql' }, type: 'mysql', why: 'the older key' },
    {
      attributes: { 'db.system.name': 'microsoft.sql_server', 'db.system': 'mssql' },
      type: 'microsoft.sql_server',
      why: 'the newer key wins',
    },
    { attributes: { 'db.system': 'redis' }, type: undefined, why: 'no SQL' },
    {
      attributes: { 'db.system.name': 'dynamodb', 'db.query.text': 'SELECT 1' },
      type: undefined,
      why: 'not SQL by its name',
    },
    { attributes: { 'db.system': 'MySQL' }, type: undefined, why: 'case counts, as in the conventions' },
    { attributes: { 'db.system': '' }, type: undefined, why: 'empty' },
    { attributes: { 'db.name': 'shop' }, type: undefined, why: 'no system' },
  ])('of $attributes is of the type $type ($why)', ({ attributes, type }) => {
    expect(callOf(attributes).sql?.database_type).toBe(type);
  });

  it('hides passwords', () => {
    const sql = sqlOf({ 'db.connection_string': 'postgresql://app:hunter2@db/shop' });
    expect(sql?.url).toMatch(/^postgresql:\/\/.*@db\/shop$/);
    expect(JSON.stringify(sql)).not.toContain('hunter2');
  });

  it('cuts a user at 250 characters and keeps the whole', () => {
    const { documents, notes } = translated({ attributes: { 'db.system': 'mysql', 'db.user': 'u'.repeat(251) } });
    expect(documents[0]?.sql?.user).toBe('u'.repeat(250));
    expect(documents[0]?.metadata?.['otel']).toEqual({ 'sql.user': 'u'.repeat(251) });
    expect(notes).toMatchObject([{ field: 'sql.user', kind: 'cut' }]);
  });
});

describe('the text of a query', () => {
  const query = "SELECT * FROM orders WHERE customer = 'bob' AND total > 10";
  const textOf = (attributes: Attributes, sqlText?: 'sanitized' | 'asIs' | 'off') => {
    const span = { kind: 2, parentSpanContext: LOCAL_PARENT, attributes };
    const { sql, metadata } = documentOf(span, { sqlText });
    return { sql: sql?.sanitized_query, metadata: metadata?.['default'] };
  };

  it.each([undefined, 'sanitized' as const])('has its literals replaced with %s', (sqlText) => {
    const { sql, metadata } = textOf({ 'db.system.name': 'postgresql', 'db.query.text': query }, sqlText);
    expect(sql).toContain('SELECT * FROM orders WHERE customer = ');
    expect(sql).not.toMatch(/bob|10/);
    expect(metadata).toBeUndefined();
  });

  it('is passed on as it is where the options say so', () => {
    expect(textOf({ 'db.system.name': 'postgresql', 'db.query.text': query }, 'asIs')).toEqual({
      sql: query,
      metadata: undefined,
    });
  });

  it('is nowhere where the options say so, in no key and in no annotation', () => {
    const attributes = { 'db.system.name': 'postgresql', 'db.query.text': query, 'db.statement': `${query} -- older` };
    const document = documentOf(
      { attributes },
      { sqlText: 'off', indexAllAttributes: true, annotationAliases: { 'db.statement': 'sql' } },
    );
    expect(JSON.stringify(document)).not.toContain('SELECT');
    expect(document.sql).toEqual({ database_type: 'postgresql' });
    expect(Object.keys(document.annotations ?? {})).toEqual(['otel.resource.service.name']);
  });

  it('is the newer key’s; an older one that differs stays an attribute, sanitised too', () => {
    const { sql, metadata } = textOf({
      'db.system.name': 'mysql',
      'db.query.text': 'SELECT 1',
      'db.statement': "SELECT 'secret'",
    });
    expect(sql).toMatch(/^SELECT /);
    expect(Object.keys(metadata ?? {})).toEqual(['db.statement']);
    expect(JSON.stringify(metadata)).not.toContain('secret');
  });

  it('stays an attribute where the system is none of SQL: commands are left to their instrumentation', () => {
    expect(textOf({ 'db.system.name': 'redis', 'db.query.text': "set cart:7 'x'" })).toEqual({
      sql: undefined,
      metadata: { 'db.system.name': 'redis', 'db.query.text': "set cart:7 'x'" },
    });
  });
});

describe('attributes beside sql', () => {
  it('stay where the block says something else', () => {
    const attributes = {
      'db.system.name': 'postgresql',
      'db.system': 'other_sql',
      'db.namespace': 'new',
      'db.name': 'old',
      'db.connection_string': 'postgresql://h/other',
    };
    expect(callOf(attributes).metadata?.['default']).toEqual({
      'db.system': 'other_sql',
      'db.namespace': 'new',
      'db.name': 'old',
    });
  });

  it('keep what no member tells: the operation and the table', () => {
    const attributes = {
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.collection.name': 'orders',
    };
    expect(callOf(attributes).metadata?.['default']).toEqual({
      'db.operation.name': 'SELECT',
      'db.collection.name': 'orders',
    });
  });
});

it('stands in both documents of a split call', () => {
  const { call, service } = splitOf({ kind: 2, attributes: { 'db.system': 'mysql', 'db.name': 'shop' } });
  expect([call.sql, service.sql]).toEqual([
    { database_type: 'mysql', url: 'shop' },
    { database_type: 'mysql', url: 'shop' },
  ]);
});
