import type { Contestant } from './contestant.ts';
import { ADOT } from './contestants/adot.ts';
import { FLOORS } from './contestants/floor.ts';
import { OTLP } from './contestants/otlp.ts';
import { OWN_ROWS } from './contestants/own.ts';
import { XRAY_SDK } from './contestants/xray-sdk.ts';

/** All who take part, in the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [FLOORS, OWN_ROWS, XRAY_SDK, ADOT, OTLP];

/** A row that is in the table, by its name; throws for one that is not. */
export function findRow<Kind extends 'throughput' | 'invocation'>(kind: Kind, name: string): Contestant[Kind][number] {
  const row = CONTESTANTS.flatMap((contestant) => contestant[kind] as Contestant[Kind][number][]).find(
    (candidate) => candidate.name === name,
  );
  if (row === undefined) throw new Error(`no row is called ${name}`);
  return row;
}
