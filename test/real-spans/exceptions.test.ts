import { type ExceptionRecord, type ReadableSpan, translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { loadTraces } from './load.ts';

const MAX_FRAMES = 100;

interface Thrown {
  readonly span: string;
  readonly type: string;
  readonly message: string;
  readonly stacktrace: string;
  readonly found: ExceptionRecord | undefined;
}

function textsOf(span: ReadableSpan): Omit<Thrown, 'found'>[] {
  return span.events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes = {} }) => {
      const [type = '', message = '', stacktrace = ''] = ['type', 'message', 'stacktrace'].map((part) =>
        String(attributes[`exception.${part}`] ?? ''),
      );
      return { span: span.name, type, message, stacktrace };
    });
}

/** Every recorded exception with what became of it. No stack of these has causes: one record each, in order. */
function thrownBy(span: ReadableSpan): Thrown[] {
  const translation = translate(span);
  const document = translation.ok
    ? translation.documents.find(({ id }) => id === span.spanContext().spanId)
    : undefined;
  return textsOf(span).map((texts, index) => ({ ...texts, found: document?.cause?.exceptions[index] }));
}

/** The lines of frames, counted without our parser: those that begin with `at` behind the message. */
function framesIn({ message, stacktrace }: Thrown): { path: string; line: number }[] {
  const head = message === '' ? -1 : stacktrace.indexOf(message);
  const behind = stacktrace.slice(head === -1 ? 0 : head + message.length);
  return [...behind.matchAll(/^ +at (.*)$/gm)].map(([, frame = '']) => {
    const place = /^(?:.* )?\(((?:[^()]|\([^()]*\))*)\)$/.exec(frame)?.[1] ?? frame.replace(/^async /, '');
    const [, path, line] = /^(.*):(\d+):\d+$/.exec(place) ?? [];
    return path === undefined ? { path: place, line: 0 } : { path, line: Number(line) };
  });
}

describe('recorded exceptions', () => {
  const all = loadTraces(process.env['REAL_SPANS']).flatMap(({ spans }) => spans.flatMap(thrownBy));

  it('are there', () => expect(all.filter(({ stacktrace }) => stacktrace.includes('\n'))).not.toHaveLength(0));

  it('have type and message', () => {
    const mask = (text: string): string => text.replace(/\/\/[^/\s@]+@/g, '//REDACTED:REDACTED@');
    expect(all.filter(({ found, type, message }) => found?.type !== type || found.message !== mask(message))).toEqual(
      [],
    );
  });

  it('have every frame, with its whole path and its line', () => {
    const wrong = all.flatMap((thrown) => {
      const expected = framesIn(thrown).slice(0, MAX_FRAMES);
      const stack = (thrown.found?.stack ?? []).map(({ path, line }) => ({ path, line }));
      return JSON.stringify(stack) === JSON.stringify(expected) ? [] : [{ ...thrown, expected }];
    });
    expect(wrong).toEqual([]);
  });

  it('have functions by their names: no spaces around, no `at`, no place', () => {
    const labels = all.flatMap(({ found }) => (found?.stack ?? []).map(({ label }) => label));
    expect(labels.filter((label) => label !== label.trim() || /^at |:\d+:\d+/.test(label))).toEqual([]);
    expect(labels.filter((label) => label !== '').length).toBeGreaterThan(labels.length / 2);
  });

  it('are remote where a call failed', () => {
    const spans = loadTraces(process.env['REAL_SPANS']).flatMap((trace) => trace.spans);
    const wrong = spans.filter((span) =>
      thrownBy(span).some(({ found }) => found?.remote !== (span.kind === 2 || span.kind === 3)),
    );
    expect(wrong).toEqual([]);
  });

  it('keep the class where an error’s code has taken its place', () => {
    const wrong = loadTraces(process.env['REAL_SPANS']).flatMap(({ spans }) =>
      spans.flatMap((span) => {
        const text = JSON.stringify(translate(span));
        return textsOf(span).flatMap(({ stacktrace }) => {
          const name = /^(\w+)(?: \[\w+\])?:/.exec(stacktrace)?.[1] ?? 'Error';
          return /^error$/i.test(name) || text.includes(name) ? [] : [{ span: span.name, name }];
        });
      }),
    );
    expect(wrong).toEqual([]);
  });
});
