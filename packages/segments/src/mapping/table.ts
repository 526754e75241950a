import { attributeRows } from './attributes.ts';
import { awsRows } from './aws.ts';
import { httpRows } from './http.ts';
import { idRows } from './ids.ts';
import { nameRows } from './name.ts';
import { outcomeRows } from './outcome.ts';
import { placeRows } from './place.ts';
import type { MappingRow } from './row.ts';
import { sqlRows } from './sql.ts';

let table: ReadonlyMap<string, MappingRow> | undefined;

/**
 * What can give each member of the document, written once: `explain` and docs/mapping.md are made from it, and tests hold it
 * to the code. By member, in the order of the chapters.
 *
 * Made at first use: whoever only translates never pays for it.
 */
export function mappingTable(): ReadonlyMap<string, MappingRow> {
  table ??= new Map(allRows().map((row) => [row.member, row]));
  return table;
}

function allRows(): readonly MappingRow[] {
  return [
    ...idRows(),
    ...nameRows(),
    ...outcomeRows(),
    ...httpRows(),
    ...awsRows(),
    ...placeRows(),
    ...sqlRows(),
    ...attributeRows(),
  ];
}
