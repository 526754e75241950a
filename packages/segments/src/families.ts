/**
 * What attribute keys are about, by their first word. A field looks for its attributes only in spans that have one of its family,
 * which spares most spans most look-ups.
 */
export const Family = {
  /** `http.*`, `url.*`, `user_agent.*`. */
  http: 1,
  /** `server.*`, `net.*`, `network.*`, `host.*`, `client.*`. */
  peer: 2,
  /** `aws.*`, `rpc.*`, `cloud.*`, `faas.*`. */
  aws: 4,
  /** `messaging.*`. */
  messaging: 8,
  /** `db.*`. */
  database: 16,
  /** `peer.*`, `service.*`. */
  service: 32,
} as const;

const BY_FIRST_WORD: ReadonlyMap<string, number> = new Map([
  ['http', Family.http],
  ['url', Family.http],
  ['user_agent', Family.http],
  ['server', Family.peer],
  ['net', Family.peer],
  ['network', Family.peer],
  ['host', Family.peer],
  ['client', Family.peer],
  ['aws', Family.aws],
  ['rpc', Family.aws],
  ['cloud', Family.aws],
  ['faas', Family.aws],
  ['messaging', Family.messaging],
  ['db', Family.database],
  ['peer', Family.service],
  ['service', Family.service],
]);

/** The key's family, `0` for a key of no family. */
export function familyOf(key: string): number {
  const dot = key.indexOf('.');
  return dot === -1 ? 0 : (BY_FIRST_WORD.get(key.slice(0, dot)) ?? 0);
}
