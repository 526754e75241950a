import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { differences } from './differences.ts';
import { type Report, runVectors } from './run.ts';
import { loadVectors, type Vector } from './vectors.ts';

describe('conformance with the OpenTelemetry Collector', () => {
  let vectors: readonly Vector[];
  let report: Report;

  beforeAll(() => {
    vectors = loadVectors();
    report = runVectors(vectors);
    const explained = [...report.explained].toSorted().map(([id, count]) => `${id} ${count}`);
    console.info(
      `${report.total} vectors: ${report.exact} exact, ${report.unexplained.length} members unexplained; differences: ${explained.join(', ')}`,
    );
  });

  it('finds the vectors', () => expect(vectors).toHaveLength(1876));

  it('differs from the Collector nowhere without a reason', () => expect(report.unexplained).toEqual([]));

  it('differs as often as is known, no more and no less', () => {
    const counts = [...report.explained].toSorted(([one], [other]) => one.localeCompare(other));
    expect({ exact: report.exact, ...Object.fromEntries(counts) }).toMatchInlineSnapshot(`
      {
        "D01": 313,
        "D02": 101,
        "D03": 1,
        "D04": 26,
        "D05": 33,
        "D06": 50,
        "D07": 27,
        "D10": 97,
        "D11": 2,
        "D12": 46,
        "D13": 3,
        "D14": 37,
        "D15": 1,
        "D16": 8,
        "D20": 130,
        "D21": 41,
        "D22": 19,
        "D23": 58,
        "D24": 11,
        "D25": 1,
        "D27": 13,
        "D28": 3,
        "D30": 769,
        "D31": 526,
        "D32": 41,
        "D33": 22,
        "D34": 82,
        "D35": 83,
        "D36": 6,
        "D37": 620,
        "D38": 4,
        "D40": 94,
        "D41": 10,
        "D42": 1,
        "D43": 6,
        "D44": 3,
        "D45": 9,
        "D50": 15,
        "D51": 95,
        "D52": 192,
        "D53": 18,
        "D54": 43,
        "D55": 20,
        "D56": 3,
        "D57": 1,
        "D58": 3,
        "D60": 31,
        "D61": 35,
        "D62": 67,
        "D70": 23,
        "D71": 8,
        "D72": 1,
        "D73": 1,
        "D74": 11,
        "D75": 2,
        "D76": 1,
        "D77": 2,
        "D78": 1,
        "D79": 1,
        "exact": 540,
      }
    `);
  });
});

describe('the list of differences', () => {
  const guide = readFileSync(new URL('../../docs/differences.md', import.meta.url), 'utf8');
  const ids = [...new Set(differences.map(({ id }) => id))];

  it.each(ids)('%s has its heading and its reasons in docs/differences.md', (id) => {
    expect(guide).toMatch(new RegExp(`^### ${id}\\b`, 'm'));
    for (const difference of differences.filter((one) => one.id === id)) expect(guide).toContain(difference.why);
  });

  it('has no heading in docs/differences.md that no difference stands for', () => {
    expect([...guide.matchAll(/^### (D\d+)/gm)].map(([, id]) => id)).toEqual(ids);
  });

  const vectors = loadVectors();

  it.each(differences.map((difference, index) => ({ index, ...difference })))(
    '$id (#$index) is a narrow condition and no hole',
    ({ applies, path }) => {
      const met = vectors.filter(({ spans, options }) => spans.some((span) => applies({ span, options })));
      expect(met.length).toBeLessThan(vectors.length * 0.8);
      for (const vital of ['/0/id', '/0/trace_id', '/0/parent_id', '/0/start_time', '/0/anything', '/'])
        expect(path.test(vital)).toBe(false);
    },
  );
});
