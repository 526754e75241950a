import type { AttributeReader } from '../attributes.ts';
import type { SqlBlock } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { hostOfUrl, joinHost } from '../urls.ts';
import { limitText } from './limited-text.ts';
import { portOf } from './port.ts';
import { queryText } from './query-text.ts';

/** Databases that speak SQL: the older convention's names, then those that the newer one renamed. */
const SQL_SYSTEMS = new Set([
  'db2', 'derby', 'hive', 'mariadb', 'mssql', 'mysql', 'oracle', 'postgresql', 'sqlite', 'teradata', 'other_sql',
  'ibm.db2', 'microsoft.sql_server', 'oracle.db', 'cockroachdb', 'clickhouse', 'hsqldb', 'h2database', 'trino', 'sap.hana',
  'sap.maxdb', 'firebirdsql', 'ingres', 'intersystems.cache', 'actian.ingres', 'instantdb', 'polardb', 'vertica', 'redshift', 'aws.redshift', 'gcp.spanner',
]); // prettier-ignore

const QUERY_KEYS = ['db.query.text', 'db.statement'];
/** What the database's URL tells, where it does. */
const ADDRESS_KEYS = ['server.address', 'server.port', 'net.peer.name', 'net.peer.port'];

/** `sql`: the database that was asked, and what. `undefined` for other systems; the attributes stay attributes then. */
export function sqlOf(facts: SpanFacts): SqlBlock | undefined {
  const { attributes } = facts;
  if (!attributes.hasFamily(Family.database)) return undefined;
  const system = attributes.firstText(SYSTEM_KEYS);
  if (!SQL_SYSTEMS.has(system)) return undefined;
  take(attributes, SYSTEM_KEYS, system);
  const user = attributes.text('db.user');
  if (user !== '') attributes.take('db.user');
  const query = queryOf(facts);
  const block: SqlBlock = connectionOf(facts, system);
  block.database_type = system;
  if (user !== '') block.user = limitText(facts, 'sql.user', facts.options.redact('attribute', user));
  if (query !== undefined) block.sanitized_query = query;
  return block;
}

const SYSTEM_KEYS = ['db.system.name', 'db.system'];

function queryOf(facts: SpanFacts): string | undefined {
  const key = facts.attributes.firstTextKey(QUERY_KEYS);
  if (key === undefined) return undefined;
  const text = facts.attributes.text(key);
  take(facts.attributes, QUERY_KEYS, text);
  return queryText(facts, text);
}

/** The connection as a URL where it is one or can be made one, else as the string that the driver was given. */
function connectionOf({ attributes, options }: SpanFacts, system: string): SqlBlock {
  const given = attributes.text('db.connection_string');
  const database = attributes.firstText(['db.namespace', 'db.name']);
  if (given !== '') attributes.take('db.connection_string');
  const url = (given === '' ? builtUrl(attributes, system, database) : withDatabase(given, database)) ?? database;
  if (url === '') return {};
  // A connection string may name another database, or none: then the attribute stays one.
  if (url.includes(database)) take(attributes, ['db.namespace', 'db.name'], database);
  for (const key of ADDRESS_KEYS) attributes.takeIfToldIn(key, url);
  const isUrl = given === '' || hostOfUrl(given.replace(/^jdbc:/, '')) !== '';
  return isUrl ? { url: options.redact('url', url) } : { connection_string: options.redact('url', url) };
}

function builtUrl(attributes: AttributeReader, system: string, database: string): string | undefined {
  const host = attributes.firstText(['server.address', 'net.peer.name']);
  if (host === '') return undefined;
  const port = portOf(attributes, ['server.port', 'net.peer.port']);
  return `${system}://${joinHost(host, port)}${database === '' ? '' : `/${database}`}`;
}

/** A URL that names no database gets it as its path. */
function withDatabase(connection: string, database: string): string {
  const isWithoutPath = /^(?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]+\/?$/.test(connection);
  return isWithoutPath && database !== '' ? `${connection.replace(/\/$/, '')}/${database}` : connection;
}

function take(attributes: AttributeReader, keys: readonly string[], told: string): void {
  for (const key of keys) if (told !== '' && attributes.text(key) === told) attributes.take(key);
}
