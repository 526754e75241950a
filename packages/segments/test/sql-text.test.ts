import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sanitizeSql } from '../src/sql-text.ts';

describe('sanitizeSql: literals', () => {
  it.each([
    {
      text: "SELECT * FROM orders WHERE customer = 'bob'",
      clean: 'SELECT * FROM orders WHERE customer = ?',
      why: 'a string',
    },
    { text: "SELECT 'it''s', '', ''''", clean: 'SELECT ?, ?, ?', why: 'doubled quotes' },
    { text: "SELECT 'C:\\' , 'x'", clean: 'SELECT ? , ?', why: 'a backslash that means nothing' },
    {
      text: "SELECT E'it\\'s', e'a''b', N'x', X'ff', b'01', U&'\\0041'",
      clean: 'SELECT ?, ?, ?, ?, ?, ?',
      why: 'strings with a letter before them',
    },
    {
      text: "SELECT DATE '2024-01-01', DATE'2024-01-01', INTERVAL '1 day'",
      clean: 'SELECT DATE ?, DATE?, INTERVAL ?',
      why: 'a word before the string',
    },
    { text: "SELECT $$it's$$, $a$ $b$ $$ 'x' $a$", clean: 'SELECT ?, ?', why: 'dollar quotes' },
    {
      text: 'SELECT 1, -2, 3.5, .5, 1e10, 1.5E-3, 0xFF, 1_000, 7::int',
      clean: 'SELECT ?, -?, ?, ?, ?, ?, ?, ?, ?::int',
      why: 'numbers',
    },
    {
      text: 'SELECT a1, t2.c3, x$4, "a 5" FROM table6',
      clean: 'SELECT a1, t2.c3, x$4, "a 5" FROM table6',
      why: 'numbers in names are none',
    },
    {
      text: "SELECT a[1:2], a[:3], b #> '{1}', 5#3, @-4, @5",
      clean: 'SELECT a[?:?], a[:?], b #> ?, ?#?, @-?, @?',
      why: 'operators that look like placeholders',
    },
    {
      text: 'SELECT $1, $23, :id, @name, ?, %s, %(id)s',
      clean: 'SELECT $1, $23, :id, @name, ?, %s, %(id)s',
      why: 'placeholders',
    },
    {
      text: 'SELECT TRUE, false, NULL, CURRENT_DATE',
      clean: 'SELECT TRUE, false, NULL, CURRENT_DATE',
      why: 'constants',
    },
    { text: 'SELECT now(), pg_sleep(1)', clean: 'SELECT now(), pg_sleep(?)', why: 'arguments' },
    {
      text: "SELECT 'größe 😀', \u00A05 AS größe2",
      clean: 'SELECT ?, \u00A0? AS größe2',
      why: 'characters beyond ASCII',
    },
    { text: "UPDATE t SET a = 'b\nc', d = 'e", clean: 'UPDATE t SET a = ?, d = ?', why: 'a string without end' },
    { text: 'SELECT "a', clean: 'SELECT ?', why: 'a name without end may be anything' },
    { text: 'SELECT $a$ b', clean: 'SELECT ?', why: 'a dollar quote without end' },
    { text: "SELECT\t'a'\n  FROM  t", clean: 'SELECT\t?\n  FROM  t', why: 'white space stays' },
    { text: '', clean: '', why: 'nothing' },
    { text: 'BEGIN', clean: 'BEGIN', why: 'a word' },
  ])('replaces $text in PostgreSQL ($why)', ({ text, clean }) => {
    expect(sanitizeSql(text, 'postgresql')).toBe(clean);
  });
});

describe('sanitizeSql: dialects', () => {
  it.each([
    {
      system: 'mysql',
      text: 'SELECT `a 1` FROM t WHERE b = "x" AND c = \'it\\\'s\' AND d = "\\""',
      clean: 'SELECT `a 1` FROM t WHERE b = ? AND c = ? AND d = ?',
    },
    { system: 'mariadb', text: "GRANT ALL TO 'bob'@'h1', _utf8'x', 5--3", clean: 'GRANT ALL TO ?@?, _utf8?, ?--?' },
    {
      system: 'mssql',
      text: "SELECT [Order 66], [a]]'1], @p1, @@ROWCOUNT, $5.00, N'x' FROM #temp1",
      clean: "SELECT [Order 66], [a]]'1], @p1, @@ROWCOUNT, $?, ? FROM #temp1",
    },
    { system: 'microsoft.sql_server', text: 'SELECT [a', clean: 'SELECT ?' },
    {
      system: 'oracle',
      text: "SELECT q'[it's]', nq'!x'!', Q'(a)b)' FROM dual WHERE a# = :1 AND b = :name",
      clean: 'SELECT ?, ?, ? FROM dual WHERE a# = :1 AND b = :name',
    },
    { system: 'oracle.db', text: "SELECT q'[it's", clean: 'SELECT ?' },
    {
      system: 'sqlite',
      text: 'SELECT "a", [b 1], `c` FROM t WHERE d = ?1 AND e = \'x\'',
      clean: 'SELECT "a", [b 1], `c` FROM t WHERE d = ?1 AND e = ?',
    },
    {
      system: 'cassandra',
      text: 'SELECT * FROM t WHERE id = f47ac10b-58cc-4372-a567-0e02b2c3d479 AND d = 1h30m // note',
      clean: 'SELECT * FROM t WHERE id = ? AND d = ?',
    },
    {
      system: 'dynamodb',
      text: "SELECT * FROM \"Orders\" WHERE pk = 'a' AND n = {'b': 5}",
      clean: 'SELECT * FROM "Orders" WHERE pk = ? AND n = {?: ?}',
    },
    { system: 'clickhouse', text: "SELECT \"a\" FROM t WHERE b = 'it\\'s'", clean: 'SELECT "a" FROM t WHERE b = ?' },
    { system: 'PostgreSQL', text: 'SELECT "a"', clean: 'SELECT "a"' },
    { system: 'other_sql', text: "SELECT \"a\", `b`, 'c''d' FROM t", clean: 'SELECT ?, `b`, ? FROM t' },
    { system: '', text: "SELECT 'a\\\\', 1 FROM t", clean: 'SELECT ?, ? FROM t' },
    { system: '', text: "SELECT 'a\\' , secret FROM t", clean: 'SELECT ?' },
    { system: 'redshift', text: "SELECT 'a\\' , secret FROM t", clean: 'SELECT ?' },
    { system: '', text: '{"TableName":"carts","Limit":1}', clean: '{?:?,?:?}' },
  ])('replaces $text in "$system"', ({ system, text, clean }) => {
    expect(sanitizeSql(text, system)).toBe(clean);
  });
});

describe('sanitizeSql: comments', () => {
  it.each([
    {
      system: 'postgresql',
      text: "SELECT 1 /*traceparent='00-ab-cd-01'*/",
      clean: 'SELECT ?',
      why: 'what sqlcommenter adds',
    },
    { system: 'postgresql', text: "/* it's */ SELECT a", clean: 'SELECT a', why: 'in front' },
    { system: 'postgresql', text: 'SELECT/**/a/* b */,c', clean: 'SELECT a ,c', why: 'between words' },
    {
      system: 'postgresql',
      text: "SELECT a -- it's\nFROM t--x\nWHERE b",
      clean: 'SELECT a FROM t\nWHERE b',
      why: 'lines',
    },
    { system: 'postgresql', text: "SELECT /* a /* b */ it's */ c", clean: 'SELECT c', why: 'nested' },
    { system: 'sqlite', text: "SELECT /* a /* b */ 'c'", clean: 'SELECT ?', why: 'not nested' },
    { system: 'mysql', text: "SELECT a # it's\nFROM t -- x", clean: 'SELECT a FROM t', why: 'of MySQL' },
    { system: 'mysql', text: 'SELECT a /*! b', clean: 'SELECT a', why: 'without end' },
    { system: 'mysql', text: 'SELECT -/**/- 1', clean: 'SELECT -/**/- ?', why: 'whose absence would make another' },
    {
      system: 'postgresql',
      text: "SELECT '-- a', '/* b */', \"--\" c",
      clean: 'SELECT ?, ?, "--" c',
      why: 'not in strings and names',
    },
  ])('leaves out $text ($why)', ({ system, text, clean }) => {
    expect(sanitizeSql(text, system)).toBe(clean);
  });
});

describe('sanitizeSql: lists', () => {
  it.each([
    { text: "a IN (1, 'b',3) AND c not in ( -1 , +2 )", clean: 'a IN (?) AND c not in (?)' },
    { text: 'a IN ($1, $2, $3) OR a IN (?,?) OR a IN (:a, @b)', clean: 'a IN (?) OR a IN (?) OR a IN (?)' },
    { text: 'a IN (1) AND b IN ($1)', clean: 'a IN (?) AND b IN ($1)' },
    { text: 'a IN (1, NULL) AND b IN (SELECT 1, 2)', clean: 'a IN (?, NULL) AND b IN (SELECT ?, ?)' },
    { text: 'f(1, 2), (3, 4), join (5, 6), IN (7, 8', clean: 'f(?, ?), (?, ?), join (?, ?), IN (?, ?' },
  ])('shortens $text', ({ text, clean }) => {
    expect(sanitizeSql(text, 'mariadb')).toBe(clean);
  });
});

describe('sanitizeSql: any text', () => {
  const systems = [
    'postgresql',
    'mysql',
    'mariadb',
    'mssql',
    'oracle',
    'sqlite',
    'cassandra',
    'dynamodb',
    'clickhouse',
    'snowflake',
    'redshift',
    'db2',
    'hive',
    'other_sql',
    '',
  ];
  const system = fc.constantFrom(...systems);
  const doubled = (text: string, quote: string): string => quote + text.replaceAll(quote, quote + quote) + quote;
  const inside = fc
    .array(
      fc.constantFrom(' ', '"', '`', '--', '/*', '*/', '#', '$$', ';', '[', 'é', '😀', '\n', ',', '(', 'x', "''", '//'),
    )
    .map((parts) => `zq7${parts.join('')}zq7`);
  const string = inside.map((text) => doubled(text, "'"));
  const number = fc
    .tuple(fc.constantFrom('', '0x', '1e', '.', '-', '7.'), fc.constantFrom('', 'e5', 'L', '.5', '_0'))
    .map(([before, after]) => `${before}4242${after}`);
  const uuid = fc.uuid().map((text) => `42424242${text.slice(8)}`);
  const codes = [
    'SELECT',
    'FROM t',
    'a.b',
    ',',
    '(',
    ')',
    '=',
    '\n',
    '$1',
    ':id',
    '@p1',
    '?',
    'IN (',
    'NULL',
    '/* zq7 */',
    'AS x1',
    "-- zq7 it's\n",
    '::int',
    '-',
    '||',
    'DATE',
  ];
  const code = fc.constantFrom(...codes);
  const escaped = inside.map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);

  test('no literal survives, in any dialect', () => {
    fc.assert(
      fc.property(system, fc.array(fc.oneof(code, string, number, uuid)), (name, tokens) => {
        const clean = sanitizeSql(tokens.join(' '), name);
        expect(clean).not.toMatch(/zq7|4242/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    {
      system: 'mysql',
      literal: fc.oneof(
        escaped,
        inside.map((text) => doubled(text, '"')),
      ),
    },
    { system: 'clickhouse', literal: escaped },
    {
      system: '',
      literal: fc.oneof(
        escaped,
        inside.map((text) => doubled(text, '"')),
      ),
    },
    {
      system: 'postgresql',
      literal: fc.oneof(
        escaped.map((text) => `E${text}`),
        inside.map((text) => `$zz$${text}$zz$`),
        string.map((text) => `N${text}`),
      ),
    },
    { system: 'oracle', literal: inside.map((text) => `q'{${text}}'`) },
  ])('no literal survives in the ways of "$system" alone', ({ system: name, literal }) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(code, literal)), (tokens) => {
        expect(sanitizeSql(tokens.join(' '), name)).not.toContain('zq7');
      }),
      { numRuns: 500 },
    );
  });

  test('a text that is passed as it is would not change if it were read', () => {
    const signs = fc.constantFrom(...'ainN_19$?.,()=<>*; \n', 'IN (', '$1', '?, ?');
    fc.assert(
      fc.property(system, fc.array(signs), (name, parts) => {
        const text = parts.join('');
        // No text with a slash is passed as it is.
        expect(`/ ${sanitizeSql(text, name)}`).toBe(sanitizeSql(`/ ${text}`, name));
      }),
      { numRuns: 5000 },
    );
  });

  const part = fc.oneof(
    code,
    string,
    number,
    fc.constantFrom(
      "'",
      '"',
      '`',
      '[',
      ']',
      '\\',
      '$',
      '$a$',
      '#',
      '/*',
      '*/',
      '--',
      '/',
      '*',
      "q'[",
      "E'",
      "U&'",
      '1',
      'e',
      '.',
      ':',
      '@',
      '?',
      '{',
      '\uD83D',
      '\uDE00',
      ' ',
      '\r',
    ),
  );

  test('replacing twice changes nothing more, and never throws', () => {
    fc.assert(
      fc.property(
        system,
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (name, text) => {
          const clean = sanitizeSql(text, name);
          expect(sanitizeSql(clean, name)).toBe(clean);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('a text of names, keywords and placeholders stays as it is', () => {
    const word = fc.constantFrom('SELECT', 'a1', '"B c"', 'é2', '$1', ':id', '?', '*', '=', '(', ')', ',', '\t', 't.x');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(sanitizeSql(words.join(' '), 'postgresql')).toBe(words.join(' '));
      }),
    );
  });

  const size = 500_000;
  it.each([
    "'",
    "''",
    "'a' ",
    '1,',
    '/*',
    '/*/',
    '--\n',
    '/**/',
    '$a$',
    '$',
    '`',
    'IN (',
    'IN (1,',
    '1,1,IN ',
    '\\',
    "\\'",
    'a',
    '1e-',
    '4',
    ':',
    '@',
    '#',
    'ffffffff-',
    "q'",
    "e'",
    ' ',
    '?,',
  ])('takes linear time for 500,000 characters of %s', (piece) => {
    const start = performance.now();
    for (const name of ['postgresql', 'mysql', ''])
      sanitizeSql(`SELECT a IN (${piece.repeat(size / piece.length)}`, name);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
