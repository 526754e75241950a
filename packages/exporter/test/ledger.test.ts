import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../src/ledger.ts';
import type { Batch } from '../src/pipeline.ts';
import { listenToDiag } from './diag-log.ts';
import type { DiagLog } from './diag-log.ts';

const EMPTY: Batch = {
  datagrams: [],
  documents: [],
  seconds: new Set(),
  spanCounts: [],
  folded: 0,
  split: 0,
  dropped: [],
  notes: [],
};

describe('Ledger', () => {
  let log: DiagLog;
  let ledger: Ledger;

  beforeEach(() => {
    log = listenToDiag();
    ledger = new Ledger(diag);
  });
  afterEach(() => diag.disable());

  it('counts notes by kind, and tells each kind of each member once', () => {
    const keys = Array.from({ length: 200 }, (_, i) => `annotations.key${i}`);
    const notes = [
      ...keys.map((field) => ({ field, kind: 'cut', message: 'to 1,000 characters' }) as const),
      { field: 'annotations.key7', kind: 'moved', message: 'to metadata' } as const,
      { field: 'end_time', kind: 'guessed', message: 'the span has none' } as const,
    ];
    ledger.enterBatch({ ...EMPTY, notes });
    ledger.enterBatch({ ...EMPTY, notes });
    expect(ledger.snapshot({}).notes).toEqual({ cut: 400, moved: 2, replaced: 0, guessed: 2, dropped: 0 });
    expect(log.lines).toEqual([
      { level: 'warn', text: 'annotations.key0 was cut: to 1,000 characters' },
      { level: 'warn', text: 'annotations.key7 was moved: to metadata' },
      { level: 'warn', text: 'end_time was guessed: the span has none' },
    ]);
  });

  it('tells a bug of ours as an error, with what was thrown', () => {
    ledger.enterBatch({ ...EMPTY, dropped: [{ reason: 'translate-failed', error: new TypeError('x is undefined') }] });
    expect(log.lines).toEqual([
      { level: 'error', text: expect.stringMatching(/bug of otel-xray.*x is undefined/) as string },
    ]);
  });

  it('tells what kept spans from being put together, which loses none', () => {
    ledger.enterBatch({ ...EMPTY, spanCounts: [1, 1], bug: new TypeError('x is undefined') });
    expect(log.lines).toEqual([
      { level: 'error', text: expect.stringMatching(/putting spans together failed.*x is undefined/) as string },
    ]);
    expect(ledger.snapshot({})).toMatchObject({ translated: 2 });
  });

  it('takes errors of one reason with different codes as different causes', () => {
    for (const code of ['ENOTFOUND', 'ENETUNREACH', 'ENOTFOUND']) {
      ledger.drop('send-failed', 1, Object.assign(new Error(code), { code }));
    }
    expect(log.lines).toHaveLength(2);
    expect(ledger.snapshot({}).dropped['send-failed']).toBe(3);
  });

  it('tells the size of what was too large, in bytes', () => {
    ledger.drop('too-large', 3, { bytes: 70_000 });
    expect(log.lines).toEqual([
      { level: 'warn', text: expect.stringMatching(/larger than the sender can carry/) as string },
    ]);
  });

  it('counts what is translated, sent and lost in spans', () => {
    ledger.receive(6);
    ledger.enterBatch({ ...EMPTY, spanCounts: [1, 0, 4], dropped: [{ reason: 'invalid-span-id' }] });
    const losses = [{ index: 1, reason: 'refused', spans: 1, bytes: 10 } as const];
    ledger.enterSettlement({ sentSpans: 4, sentDatagrams: 2, sentBytes: 3200, losses, error: new Error('1 of 3') });
    expect(ledger.snapshot({})).toMatchObject({
      spans: 6,
      translated: 5,
      sent: 4,
      datagrams: 2,
      bytes: 3200,
      dropped: { refused: 1, 'invalid-span-id': 1 },
    });
  });
});
