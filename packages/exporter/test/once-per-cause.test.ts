import { diag } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { createCauseLogger } from '../src/once-per-cause.ts';
import { listenToDiag } from './diag-log.ts';

describe('createCauseLogger', () => {
  afterEach(() => diag.disable());

  it('tells a cause once, whatever is said of it later', () => {
    const { lines } = listenToDiag();
    const log = createCauseLogger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
    log.warn('too-large', 'a document is too large', 70_000);
    log.warn('too-large', 'another document is too large');
    log.error('ENOTFOUND', 'no such host');
    expect(lines).toEqual([
      { level: 'warn', text: 'otel-xray/exporter a document is too large 70000' },
      { level: 'error', text: 'otel-xray/exporter no such host' },
    ]);
  });

  it('leaves an absent detail out', () => {
    const said: unknown[][] = [];
    const log = createCauseLogger({ ...diag, warn: (...parts: unknown[]) => said.push(parts) } as never);
    log.warn('closed', 'dropped', undefined);
    expect(said).toEqual([['dropped']]);
  });

  it('says after 64 causes that there are more, and falls silent', () => {
    const { lines } = listenToDiag();
    const log = createCauseLogger(diag);
    for (let i = 0; i < 1_000; i++) log.warn(`cause ${i}`, `message ${i}`);
    expect(lines).toHaveLength(65);
    expect(lines.at(63)?.text).toBe('message 63');
    expect(lines.at(64)?.text).toMatch(/more causes than can be told/);
  });

  it('does not let a logger that throws reach the caller', () => {
    const broken = (): never => {
      throw new Error('the app’s logger is broken');
    };
    const log = createCauseLogger({ error: broken, warn: broken, info: broken, debug: broken, verbose: broken });
    expect(() => log.warn('a', 'b')).not.toThrow();
    expect(() => log.error('c', 'd')).not.toThrow();
  });
});
