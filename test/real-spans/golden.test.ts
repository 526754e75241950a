import { describe, expect, it } from 'vitest';
import { describeDocuments } from './describe.ts';
import { documentsOf } from './documents.ts';
import { loadTraces, type RealTrace } from './load.ts';
import { normalise } from './normal.ts';

const GROUPS = ['aws', 'db', 'http', 'lambda', 'manual', 'misc', 'resources', 'undici', 'web'] as const;

/** What one or several traces of a scenario became, and which. */
interface Variant {
  readonly of: string[];
  readonly documents: readonly unknown[];
}

/** Traces that give the same documents, but for what `normalise` takes out, are one variant. */
function variantsOf(traces: readonly RealTrace[]): Variant[] {
  const byText = new Map<string, Variant>();
  for (const trace of traces) {
    const documents = normalise(documentsOf(trace), { withResource: trace.group === 'resources' });
    const text = JSON.stringify(documents);
    const variant = byText.get(text) ?? { of: [], documents };
    byText.set(text, variant);
    const label = `${trace.set} ${trace.env}`.trim();
    if (!variant.of.includes(label)) variant.of.push(label);
  }
  return [...byText.values()];
}

/** By scenario; one document a line, so that a change shows where it is. */
function toGolden(traces: readonly RealTrace[]): string {
  const scenarios = [...Map.groupBy(traces, ({ scenario }) => scenario)].map(([scenario, all]) => {
    const variants = variantsOf(all).map(({ of, documents }) => {
      const lines = documents.map((document) => `  ${JSON.stringify(document)}`);
      return ` {"of": ${JSON.stringify(of)}, "documents": [\n${lines.join(',\n')}]}`;
    });
    return `${JSON.stringify(scenario)}: [\n${variants.join(',\n')}]`;
  });
  return `{\n${scenarios.join(',\n\n')}\n}\n`;
}

describe('real spans: every scenario gets the document that was reviewed', () => {
  const traces = loadTraces(undefined);

  it('finds the spans', () => {
    expect(traces.flatMap(({ spans }) => spans)).toHaveLength(1879);
    expect(new Set(traces.map(({ group }) => group))).toEqual(new Set(GROUPS));
  });

  it.each(GROUPS)('%s', async (group) => {
    const golden = toGolden(traces.filter((trace) => trace.group === group));
    await expect(golden).toMatchFileSnapshot(`golden/${group}.json`);
  });
});

/** The newest release on the newest line that there is. */
function newestOf(traces: readonly RealTrace[]): RealTrace {
  const order = ['sdk3', 'sdk2', 'older'];
  return traces.toSorted((a, b) => order.indexOf(a.set) - order.indexOf(b.set))[0] as RealTrace;
}

function toRow(traces: readonly RealTrace[]): string {
  const trace = newestOf(traces);
  const cells = [trace.scenario, describeDocuments(documentsOf(trace)).join('<br>')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

it('real spans: the table of scenarios says what the documents say', async () => {
  const sections = [...Map.groupBy(loadTraces(), ({ group }) => group)].toSorted().map(([group, traces]) => {
    const rows = [...Map.groupBy(traces, ({ scenario }) => scenario).values()].map(toRow);
    return `## ${group}\n\n| Scenario | What its documents say, on the newest line that has it |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  await expect(`# Real spans by scenario\n\n${sections.join('\n')}`).toMatchFileSnapshot('golden/scenarios.md');
});
