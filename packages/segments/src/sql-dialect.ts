/** What tells literals, names and comments apart in one kind of SQL. */
export interface SqlDialect {
  /** What a backslash in a string means: nothing, an escape, or who knows. */
  readonly backslash: 'plain' | 'escape' | 'unknown';
  /** What `"x"` is. */
  readonly doubleQuotes: 'name' | 'string';
  /** What `` `x` `` is. */
  readonly backticks: 'name' | 'operator';
  /** What `[x]` is. */
  readonly brackets: 'name' | 'operator';
  /** What `#` begins: a comment, a name (`#temp`), or nothing. */
  readonly hash: 'comment' | 'name' | 'operator';
  /** `$tag$…$tag$` is a string. */
  readonly hasDollarQuotes: boolean;
  /** `q'[…]'` is a string. */
  readonly hasQuoteDelimiters: boolean;
  /** `--` begins a comment only before white space. */
  readonly dashesNeedSpace: boolean;
  /** `//` begins a comment. */
  readonly hasSlashComments: boolean;
  /** `/* … *\/` may hold another of its kind. */
  readonly nestsComments: boolean;
  /** What a placeholder with a number begins with: `$1`, `:1`, `@1`, `?1`. Elsewhere, the number is a literal. */
  readonly placeholders: string;
}

const STANDARD: SqlDialect = {
  backslash: 'plain',
  doubleQuotes: 'name',
  backticks: 'operator',
  brackets: 'operator',
  hash: 'operator',
  hasDollarQuotes: false,
  hasQuoteDelimiters: false,
  dashesNeedSpace: false,
  hasSlashComments: false,
  nestsComments: false,
  placeholders: '?:@$',
};

/** For systems that we do not know: where the dialects disagree, what hides more. */
const UNKNOWN: SqlDialect = {
  ...STANDARD,
  backslash: 'unknown',
  doubleQuotes: 'string',
  backticks: 'name',
  hash: 'comment',
  hasDollarQuotes: true,
  hasQuoteDelimiters: true,
  nestsComments: true,
};

const POSTGRESQL: SqlDialect = { ...STANDARD, hasDollarQuotes: true, nestsComments: true, placeholders: '$' };
const MYSQL: SqlDialect = {
  ...STANDARD,
  backslash: 'escape',
  doubleQuotes: 'string',
  backticks: 'name',
  hash: 'comment',
  dashesNeedSpace: true,
};
const HIVE: SqlDialect = { ...STANDARD, backslash: 'escape', doubleQuotes: 'string', backticks: 'name' };
// `$5` is an amount of money there.
const SQL_SERVER: SqlDialect = {
  ...STANDARD,
  brackets: 'name',
  hash: 'name',
  nestsComments: true,
  placeholders: '?:@',
};
const ORACLE: SqlDialect = { ...STANDARD, hash: 'name', hasQuoteDelimiters: true };
// Node's own SQLite and better-sqlite3 are built without the double-quoted strings that SQLite once allowed.
const SQLITE: SqlDialect = { ...STANDARD, backticks: 'name', brackets: 'name' };
const CASSANDRA: SqlDialect = { ...STANDARD, hasDollarQuotes: true, hasSlashComments: true };

// The commonest first: the table is searched, since a map of it would be made in each process, also where nobody speaks SQL.
const DIALECTS: readonly (readonly [dialect: SqlDialect, systems: string])[] = [
  [POSTGRESQL, 'postgresql postgres cockroachdb yugabytedb greenplum edb vertica'],
  [{ ...POSTGRESQL, backslash: 'unknown' }, 'redshift aws.redshift'],
  [MYSQL, 'mysql mariadb tidb memsql singlestore polardb'],
  [HIVE, 'hive spark databricks impala'],
  [{ ...HIVE, doubleQuotes: 'name', hash: 'comment' }, 'clickhouse'],
  [
    { ...HIVE, doubleQuotes: 'name', hasDollarQuotes: true, hasSlashComments: true, backticks: 'operator' },
    'snowflake',
  ],
  [SQL_SERVER, 'mssql microsoft.sql_server'],
  [ORACLE, 'oracle oracle.db'],
  [{ ...STANDARD, hash: 'name' }, 'db2 ibm.db2'],
  [SQLITE, 'sqlite'],
  [CASSANDRA, 'cassandra scylladb'],
  [{ ...STANDARD, hasDollarQuotes: true }, 'h2 h2database'],
  [{ ...STANDARD, hasQuoteDelimiters: true }, 'firebird firebirdsql'],
  [
    STANDARD,
    'dynamodb aws.dynamodb derby hsqldb teradata trino presto sap.hana hanadb sap.maxdb maxdb ingres actian.ingres informix ibm.informix netezza ibm.netezza',
  ],
];

/**
 * The dialect of a database, by the value of `db.system.name` or `db.system`: `postgresql`, `microsoft.sql_server`. For
 * any other name the one that hides most.
 */
export function toSqlDialect(system: string): SqlDialect {
  const name = system.toLowerCase();
  return DIALECTS.find(([, systems]) => systems.split(' ').includes(name))?.[0] ?? UNKNOWN;
}
