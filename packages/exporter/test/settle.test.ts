import { describe, expect, it } from 'vitest';
import { XRayExportError } from '../src/errors.ts';
import type { Batch } from '../src/pipeline.ts';
import { settle } from '../src/settle.ts';

const batch: Batch = {
  datagrams: [Buffer.alloc(10), Buffer.alloc(200), Buffer.alloc(3000)],
  documents: [],
  seconds: new Set(),
  spanCounts: [1, 0, 4],
  folded: 0,
  split: 0,
  dropped: [],
  notes: [],
};
const nothingSent = {
  sentSpans: 0,
  sentDatagrams: 0,
  sentBytes: 0,
  losses: [
    { index: 0, reason: 'failed', spans: 1, bytes: 10 },
    { index: 1, reason: 'failed', spans: 0, bytes: 200 },
    { index: 2, reason: 'failed', spans: 4, bytes: 3000 },
  ],
};

describe('settle', () => {
  it('counts every span, datagram and byte of what was sent', () => {
    expect(settle(batch, { status: 'sent' })).toEqual({ sentSpans: 5, sentDatagrams: 3, sentBytes: 3210, losses: [] });
  });

  it('takes what was rejected off, and says how much and why', () => {
    const rejected = [
      { index: 2, reason: 'too-large' },
      { index: 0, reason: 'refused' },
    ] as const;
    expect(settle(batch, { status: 'partial', rejected })).toEqual({
      sentSpans: 0,
      sentDatagrams: 1,
      sentBytes: 200,
      losses: [
        { index: 0, reason: 'refused', spans: 1, bytes: 10 },
        { index: 2, reason: 'too-large', spans: 4, bytes: 3000 },
      ],
      error: new XRayExportError('2 of 3 documents were not sent: refused, too-large'),
    });
  });

  it('counts nothing of what failed, and passes the error on', () => {
    const error = new Error('no such host');
    expect(settle(batch, { status: 'failed', error })).toEqual({ ...nothingSent, error });
  });
});
