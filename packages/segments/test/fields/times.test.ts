import { describe, expect, it } from 'vitest';
import { toEpochMicros } from '../../src/fields/event-time.ts';
import { toEpochSeconds } from '../../src/fields/times.ts';
import type { HrTime } from '../../src/span.ts';
import { translated } from '../spans.ts';

const start: HrTime = [1_700_000_000, 1_000_000];
const end: HrTime = [1_700_000_001, 0];

describe('toEpochSeconds', () => {
  it.each([
    { time: [1_700_000_000, 123_456_789], seconds: 1_700_000_000.1234567, why: 'a double holds seven digits today' },
    { time: [0, 0], seconds: 0, why: 'the epoch' },
    { time: [0, 1], seconds: 1e-9, why: 'a nanosecond' },
    { time: [-1, 0], seconds: undefined, why: 'before the epoch' },
    { time: [Number.NaN, 0], seconds: undefined, why: 'no number' },
    { time: [Number.MAX_VALUE, 0], seconds: Number.MAX_VALUE, why: 'far, but finite' },
    { time: [1e308, Number.MAX_VALUE * 1e9], seconds: undefined, why: 'an infinity' },
    { time: ['1', '2'], seconds: undefined, why: 'texts' },
    { time: [1n, 2n], seconds: undefined, why: 'bigints' },
    { time: [1], seconds: undefined, why: 'one part' },
    { time: 1_700_000_000_000, seconds: undefined, why: 'milliseconds' },
    { time: undefined, seconds: undefined, why: 'absent' },
  ])('gives $seconds for $time ($why)', ({ time, seconds }) => {
    expect(toEpochSeconds(time as unknown as HrTime)).toBe(seconds);
  });
});

it.each([
  { time: [1_700_000_000, 123_456_999], text: '1700000000.123456', why: 'cut off, not rounded' },
  { time: [1_700_000_000, 1_000], text: '1700000000.000001', why: 'six digits always' },
  { time: [0, 0], text: '0.000000', why: 'six digits always' },
  { time: [Number.NaN, 0], text: '0.000000', why: 'no time' },
])('writes $time as $text ($why)', ({ time, text }) => {
  expect(toEpochMicros(time as unknown as HrTime)).toBe(text);
});

describe('times of a document', () => {
  it.each([
    {
      span: { startTime: start, endTime: end },
      times: { start_time: 1_700_000_000.001, end_time: 1_700_000_001 },
      notes: 0,
      why: 'a span that ended',
    },
    {
      span: { startTime: start, endTime: end, ended: false },
      times: { start_time: 1_700_000_000.001, in_progress: true },
      notes: 0,
      why: 'a span that still runs',
    },
    {
      span: { startTime: start, endTime: [0, 0] as HrTime },
      times: { start_time: 1_700_000_000.001, in_progress: true },
      notes: 1,
      why: 'no end is not 1970',
    },
    {
      span: { startTime: start, endTime: undefined as never },
      times: { start_time: 1_700_000_000.001, in_progress: true },
      notes: 1,
      why: 'no end',
    },
    {
      span: { startTime: end, endTime: start },
      times: { start_time: 1_700_000_001, end_time: 1_700_000_000.001 },
      notes: 0,
      why: 'an end before the start is passed on',
    },
    {
      span: { startTime: start, endTime: start },
      times: { start_time: 1_700_000_000.001, end_time: 1_700_000_000.001 },
      notes: 0,
      why: 'no time at all',
    },
    {
      span: { startTime: [-5, 0] as HrTime, endTime: end },
      times: { start_time: 1_700_000_001, end_time: 1_700_000_001 },
      notes: 1,
      why: 'no start: guessed',
    },
    {
      span: { startTime: 'now' as never, endTime: 'then' as never },
      times: { start_time: 0, in_progress: true },
      notes: 2,
      why: 'neither',
    },
  ])('are $times ($why)', ({ span, times, notes }) => {
    const answer = translated(span);
    const { start_time, end_time, in_progress } = answer.documents[0] ?? {};
    expect(JSON.parse(JSON.stringify({ start_time, end_time, in_progress }))).toEqual(times);
    expect(answer.notes).toHaveLength(notes);
  });
});
