import { HEADER_LINE } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sender, SendOutcome } from '../src/sender.ts';

/** A sender with its other end. */
export interface SenderUnderTest {
  readonly sender: Sender;
  /** The documents that have arrived, as JSON text without the header line, in order. */
  received(): Promise<readonly string[]>;
  /** Takes the other end away, as a daemon that ends or a pipe that breaks. */
  breakOff(): Promise<void>;
  /** Frees what the other end holds; the sender may be open or shut down by then. */
  close(): Promise<void>;
}

/** What every sender must do, whatever it hands documents to. */
export function describeSenderContract(name: string, create: () => Promise<SenderUnderTest>): void {
  describe(`${name} keeps the contract of senders`, () => {
    let test: SenderUnderTest;

    beforeEach(async () => {
      test = await create();
    });
    afterEach(async () => {
      await test.sender.shutdown();
      await test.close();
    });

    it('hands every datagram over, whole and in order', async () => {
      const documents = [aDocument(1), aDocument(2, 'ünïcödé \n 🚀'), aDocument(3, 'x'.repeat(60_000))];
      await expect(test.sender.send(documents.map(toDatagram))).resolves.toEqual({ status: 'sent' });
      expect(await test.received()).toEqual(documents);
    });

    it('answers an empty array with sent, and hands nothing over', async () => {
      await expect(test.sender.send([])).resolves.toEqual({ status: 'sent' });
      await test.sender.forceFlush();
      expect(await test.received()).toEqual([]);
    });

    it('keeps overlapping sends apart', async () => {
      const batches = [[aDocument(1), aDocument(2)], [], [aDocument(3)], [aDocument(4), aDocument(5), aDocument(6)]];
      const outcomes = await Promise.all(batches.map((batch) => test.sender.send(batch.map(toDatagram))));
      expect(outcomes).toEqual(batches.map(() => ({ status: 'sent' })));
      expect(await test.received()).toEqual(batches.flat());
    });

    it('hands over a burst of 500 and 200 sends at once, without a warning of Node’s', async () => {
      const warnings: unknown[] = [];
      const hear = (warning: unknown): void => void warnings.push(warning);
      process.on('warning', hear);
      const documents = Array.from({ length: 700 }, (_, index) => aDocument(index));
      const sends = [documents.slice(0, 500), ...documents.slice(500).map((document) => [document])];
      const outcomes = await Promise.all(sends.map((send) => test.sender.send(send.map(toDatagram))));
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['sent']));
      expect(await test.received()).toEqual(documents);
      // A warning is told in the next tick.
      await new Promise(setImmediate);
      process.off('warning', hear);
      expect(warnings).toEqual([]);
    });

    it('answers for every datagram when its other end is gone, and throws, rejects and hangs nowhere', async () => {
      await test.sender.send([toDatagram(aDocument(1))]);
      await test.breakOff();
      for (let round = 0; round < 3; round++) {
        const outcome = await test.sender.send([toDatagram(aDocument(2)), toDatagram(aDocument(3))]);
        expect(problemOf(outcome, 2)).toBeUndefined();
      }
      await expect(test.sender.forceFlush()).resolves.toBeUndefined();
      await expect(test.sender.shutdown()).resolves.toBeUndefined();
    });

    it('leaves the datagrams as they are', async () => {
      const datagrams = Object.freeze([toDatagram(aDocument(1)), toDatagram(aDocument(2))]);
      const before = datagrams.map(String);
      await test.sender.send(datagrams);
      expect(datagrams.map(String)).toEqual(before);
    });

    it('has handed everything over when forceFlush resolves', async () => {
      const outcome = test.sender.send([toDatagram(aDocument(1)), toDatagram(aDocument(2))]);
      await test.sender.forceFlush();
      expect(await test.received()).toEqual([aDocument(1), aDocument(2)]);
      await expect(outcome).resolves.toEqual({ status: 'sent' });
    });

    it('flushes with nothing to flush, before and after the first send', async () => {
      await expect(test.sender.forceFlush()).resolves.toBeUndefined();
      await test.sender.send([toDatagram(aDocument(1))]);
      await expect(test.sender.forceFlush()).resolves.toBeUndefined();
    });

    it('lets what was given before shutdown go out', async () => {
      const outcome = test.sender.send([toDatagram(aDocument(1)), toDatagram(aDocument(2))]);
      await test.sender.shutdown();
      await expect(outcome).resolves.toEqual({ status: 'sent' });
      expect(await test.received()).toEqual([aDocument(1), aDocument(2)]);
    });

    it('shuts down twice, at once or one after the other, and without having sent', async () => {
      await expect(Promise.all([test.sender.shutdown(), test.sender.shutdown()])).resolves.toBeDefined();
      await expect(test.sender.shutdown()).resolves.toBeUndefined();
      await expect(test.sender.forceFlush()).resolves.toBeUndefined();
    });

    it('rejects every datagram as closed after shutdown', async () => {
      await test.sender.send([toDatagram(aDocument(1))]);
      const closing = test.sender.shutdown();
      const rejected = [
        { index: 0, reason: 'closed' },
        { index: 1, reason: 'closed' },
      ];
      const late = [toDatagram(aDocument(2)), toDatagram(aDocument(3))];
      await expect(test.sender.send(late)).resolves.toEqual({ status: 'partial', rejected });
      await closing;
      await expect(test.sender.send(late)).resolves.toEqual({ status: 'partial', rejected });
      await expect(test.sender.send([])).resolves.toEqual({ status: 'sent' });
      expect(await test.received()).toEqual([aDocument(1)]);
    });

    it('gives counters that are numbers, or none', () => {
      expect(Object.values(test.sender.stats?.() ?? {}).every(Number.isInteger)).toBe(true);
    });
  });
}

const REASONS = new Set<unknown>(['too-large', 'closed', 'refused']);

/** What is wrong with an outcome of so many datagrams, if anything is. */
function problemOf(outcome: SendOutcome, datagrams: number): string | undefined {
  switch (outcome.status) {
    case 'sent':
      return undefined;
    case 'failed':
      return outcome.error instanceof Error ? undefined : 'failed without an error';
    case 'partial': {
      const indexes = outcome.rejected.map(({ index }) => index);
      if (indexes.length === 0 || new Set(indexes).size < indexes.length) return `rejected ${indexes.join()}`;
      if (!indexes.every((index) => Number.isInteger(index) && index >= 0 && index < datagrams))
        return 'an index of none';
      return outcome.rejected.every(({ reason }) => REASONS.has(reason)) ? undefined : 'a reason of none';
    }
  }
}

function aDocument(id: number, name = 'orders'): string {
  return JSON.stringify({ id: id.toString(16).padStart(16, '0'), name });
}

function toDatagram(document: string): Buffer {
  return Buffer.from(HEADER_LINE + document);
}
