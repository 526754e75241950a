/** What the soak run tells its receiver to do. */
export type Order = 'read' | 'read slowly' | 'stop' | 'count';

/** What the receiver answers, when it is done: where it listens, and what has arrived since it was last told anything. */
export interface Report {
  readonly port: number;
  readonly datagrams: number;
  readonly bytes: number;
}
