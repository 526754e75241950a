import type { ReadableSpan } from '@otel-xray/segments';
import { attributePath, type Difference, has, hasText, text } from './condition.ts';

const SQL = /^(db2|derby|hive|mariadb|mssql|mysql|oracle|postgresql|sqlite|teradata|other_sql)$/;
const NEWER_SQL =
  /^(ibm\.db2|microsoft\.sql_server|oracle\.db|sap\.hana|sap\.maxdb|firebirdsql|ingres|actian\.ingres|instantdb|intersystems\.cache|polardb|vertica|redshift|aws\.redshift|gcp\.spanner|cockroachdb|clickhouse|hsqldb|h2database|trino)$/;

function isOlderSql(span: ReadableSpan): boolean {
  return SQL.test(text(span, 'db.system'));
}

/** Told by the newer key, or a system that the Collector does not know. */
function isNewerSql(span: ReadableSpan): boolean {
  return (
    SQL.test(text(span, 'db.system.name')) ||
    NEWER_SQL.test(text(span, 'db.system.name')) ||
    NEWER_SQL.test(text(span, 'db.system'))
  );
}

/** The database that was asked. */
export const sqlDifferences: readonly Difference[] = [
  {
    id: 'D60',
    path: /^\/\d+\/sql(\/[a-z_]+)?$/,
    applies: ({ span }) => isNewerSql(span) || (hasText(span, 'db.system.name') && isOlderSql(span)),
    why: 'The newer database conventions are read, and win over the older ones.',
  },
  {
    id: 'D60',
    path: /^\/\d+\/sql\/sanitized_query$/,
    applies: ({ span }) => hasText(span, 'db.query.text') && isOlderSql(span),
    why: 'The newer database conventions are read, and win over the older ones.',
  },
  ...[
    'db.system.name',
    'db.namespace',
    'db.query.text',
    'db.system',
    'db.name',
    'db.statement',
    'db.user',
    'db.connection_string',
  ].map((key) => ({
    id: 'D61',
    path: attributePath(key),
    applies: ({ span }: { span: ReadableSpan }) => has(span, key) && (isOlderSql(span) || isNewerSql(span)),
    why: 'An attribute leaves the metadata if the sql block tells it, and only then.',
  })),
  {
    id: 'D62',
    path: /^\/\d+\/sql\/(url|connection_string)$/,
    applies: ({ span }) => isOlderSql(span) || isNewerSql(span),
    why: "The URL of the database stands in `url`, once and without passwords; `connection_string` is for those that are no URL. The span's name is neither.",
  },
];
