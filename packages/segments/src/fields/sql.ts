import { slotOf, slotsOf } from '../attribute-keys.ts';
import type { AttributeReader } from '../attributes.ts';
import type { SqlBlock } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { remembering } from '../remember.ts';
import { hostOfUrl, joinHost } from '../urls.ts';
import {
  CONNECTION_STRING,
  DATABASE_NAME_KEYS,
  DATABASE_SYSTEM_KEYS,
  PEER_NAME,
  PEER_PORT,
  SERVER_ADDRESS,
  SERVER_PORT,
} from '../vocabulary.ts';
import { limitText } from './limited-text.ts';
import { portOf } from './port.ts';
import { queryText } from './query-text.ts';

/** Databases that speak SQL: the older convention's names, then those that the newer one renamed. */
const SQL_SYSTEMS = new Set(
  (
    'db2 derby hive mariadb mssql mysql oracle postgresql sqlite teradata other_sql ' +
    'ibm.db2 microsoft.sql_server oracle.db cockroachdb clickhouse hsqldb h2database trino sap.hana ' +
    'sap.maxdb firebirdsql ingres intersystems.cache actian.ingres instantdb polardb vertica redshift aws.redshift gcp.spanner'
  ).split(' '),
);

const QUERY_KEYS = slotsOf('db.query.text', 'db.statement');
const USER = slotOf('db.user');
const HOST_KEYS = [SERVER_ADDRESS, PEER_NAME];
const PORT_KEYS = [SERVER_PORT, PEER_PORT];
/** What the database's URL tells, where it does. */
const ADDRESS_KEYS = [...HOST_KEYS, ...PORT_KEYS];

/** `sql`: the database that was asked, and what. `undefined` for other systems; the attributes stay attributes then. */
export function sqlOf(facts: SpanFacts): SqlBlock | undefined {
  const { attributes } = facts;
  if (!attributes.hasFamily(Family.database)) return undefined;
  const system = attributes.firstText(DATABASE_SYSTEM_KEYS);
  if (!SQL_SYSTEMS.has(system)) return undefined;
  attributes.takeTwins(DATABASE_SYSTEM_KEYS, system);
  const user = attributes.text(USER);
  if (user !== '') attributes.take(USER);
  const query = queryOf(facts);
  const block: SqlBlock = connectionOf(facts, system);
  block.database_type = system;
  if (user !== '') block.user = limitText(facts, 'sql.user', facts.options.redact('attribute', user));
  if (query !== undefined) block.sanitized_query = query;
  return block;
}

function queryOf(facts: SpanFacts): string | undefined {
  const key = facts.attributes.firstTextKey(QUERY_KEYS);
  if (key === undefined) return undefined;
  const text = facts.attributes.text(key);
  facts.attributes.takeTwins(QUERY_KEYS, text);
  return queryText(facts, text);
}

/** The connection as a URL where it is one or can be made one, else as the string that the driver was given. */
function connectionOf({ attributes, options }: SpanFacts, system: string): SqlBlock {
  const given = attributes.text(CONNECTION_STRING);
  const database = attributes.firstText(DATABASE_NAME_KEYS);
  if (given !== '') attributes.take(CONNECTION_STRING);
  const url = (given === '' ? builtUrl(attributes, system, database) : withDatabase(given, database)) ?? database;
  if (url === '') return {};
  // A connection string may name another database, or none: then the attribute stays one.
  if (url.includes(database)) attributes.takeTwins(DATABASE_NAME_KEYS, database);
  for (const key of ADDRESS_KEYS) attributes.takeIfToldIn(key, url);
  const isUrl = given === '' || isUrlWithHost(given);
  return isUrl ? { url: options.redact('url', url) } : { connection_string: options.redact('url', url) };
}

function builtUrl(attributes: AttributeReader, system: string, database: string): string | undefined {
  const host = attributes.firstText(HOST_KEYS);
  if (host === '') return undefined;
  const port = portOf(attributes, PORT_KEYS);
  return `${system}://${joinHost(host, port)}${database === '' ? '' : `/${database}`}`;
}

const isUrlWithHost = remembering((connection) => hostOfUrl(connection.replace(/^jdbc:/, '')) !== '');
const isWithoutPath = remembering((connection) =>
  /^(?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]+\/?$/.test(connection),
);

/** A URL that names no database gets it as its path. */
function withDatabase(connection: string, database: string): string {
  return database !== '' && isWithoutPath(connection) ? `${connection.replace(/\/$/, '')}/${database}` : connection;
}
