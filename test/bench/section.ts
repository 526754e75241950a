import type { Edges } from './contestant.ts';
import type { PeerName } from './peers.ts';
import type { ReceiverProcess } from '../soak/receiver-process.ts';
import type { Table } from './table.ts';

/** What a section runs with. */
export interface Surroundings {
  readonly edges: Edges;
  /** Counts what comes to `edges.udpPort`. */
  readonly receiver: ReceiverProcess;
  /** Peers that could not be installed: their rows are left out. */
  readonly missing: ReadonlySet<PeerName>;
  /** Times that everything is measured anew. */
  readonly rounds: number;
}

/** A part of the benchmark: one table. */
export interface Section {
  /** As the command line and the page name it. */
  readonly name: string;
  run(surroundings: Surroundings): Promise<Table>;
}
