import type { MappingRow, RowInput } from './row.ts';

const SQL = 'databases that speak SQL, by `db.system.name` or `db.system`';
const NO_STRING = 'calls without a connection string';

/** What a connection is told from. */
const CONNECTION: readonly RowInput[] = ['db.connection_string', 'db.namespace', 'db.name'];

/** `sql`: which database was asked, and what. */
export function sqlRows(): readonly MappingRow[] {
  return [
    sql(
      'sql.url',
      [
        ...CONNECTION,
        ['db.system.name', NO_STRING],
        ['db.system', NO_STRING],
        ['server.address', NO_STRING],
        ['net.peer.name', NO_STRING],
        ['server.port', NO_STRING],
        ['net.peer.port', NO_STRING],
      ],
      'The connection string where it is a URL, else `system://host:port/database`; the name of the database alone where no host is known.',
      ['D60', 'D62'],
      'text or number',
    ),
    sql(
      'sql.connection_string',
      ['db.connection_string'],
      'The connection string where it is no URL; passwords are hidden.',
      ['D62'],
    ),
    sql('sql.database_type', ['db.system.name', 'db.system'], 'The system, by the name that the convention gives it.', [
      'D60',
      'D61',
    ]),
    sql('sql.user', ['db.user'], 'The user of the database, cut at 250 characters.', ['D61']),
    sql(
      'sql.sanitized_query',
      ['db.query.text', 'db.statement'],
      "The query with its literals replaced by `?`; with `sqlText: 'asIs'` as it is, with `'off'` left out.",
      ['D60', 'D61'],
    ),
  ];
}

function sql(
  member: string,
  inputs: readonly RowInput[],
  rule: string,
  differences: readonly string[],
  takes: MappingRow['takes'] = 'text',
): MappingRow {
  return { member, topic: 'sql', inputs, takes, rule, onlyFor: SQL, differences };
}
