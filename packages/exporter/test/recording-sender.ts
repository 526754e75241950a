import type { Sender, SendOutcome } from '../src/sender.ts';

/** A sender that keeps what it is given; `members` replaces what it does. */
export interface RecordingSender extends Sender {
  readonly batches: readonly (readonly string[])[];
  readonly calls: readonly string[];
}

/** Makes a sender that answers `sent`, unless `members` says otherwise. */
export function createRecordingSender(members: Partial<Sender> = {}): RecordingSender {
  const batches: string[][] = [];
  const calls: string[] = [];
  return {
    batches,
    calls,
    async send(datagrams): Promise<SendOutcome> {
      batches.push(datagrams.map(String));
      return { status: 'sent' };
    },
    async forceFlush() {
      calls.push('forceFlush');
    },
    async shutdown() {
      calls.push('shutdown');
    },
    ...members,
  };
}
