import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MappingRow, type RowInput, inputName, type Topic } from '../packages/segments/src/mapping/row.ts';
import { mappingTable } from '../packages/segments/src/mapping/table.ts';
import { ROOT } from './folders.ts';

/** The guide that this script writes. */
export const MAPPING_GUIDE: string = join(ROOT, 'docs/mapping.md');

const INTRODUCTION = `# From attributes to X-Ray fields

What \`translate\` of \`@otel-xray/segments\` makes of a span: each member of an X-Ray segment document, what can give it, and by which
rule. \`node scripts/mapping-docs.ts\` writes this page from the table that \`explain\` answers from; tests hold the table to the code.

To see it for a span of your own: \`otel-xray translate --explain < spans.json\`, or \`explain(span)\` in code.

How to read it:

- **member** ← inputs: the first input that has a usable value gives the member, in the order in which they stand. Where the rule says
  that a value is put together, each input gives its part.
- \`url.full\` is an attribute of the span, \`resource:service.name\` one of the resource, \`events[exception].exception.type\` one of the
  events of that name (\`*\`: of any). \`span.name\`, \`status.code\`, \`parent.spanId\` and the like are parts of the span, \`option:scope\` is
  an option. An input that stands twice is preferred by some spans more than by others.
- "Only for" is a condition. A _call_ is a client or producer span, or a consumer span that receives. A _segment_ stands for the service, a
  _subsegment_ for work below it.
- An attribute that is present but empty (\`''\`) answers nothing, and newer conventions win over older ones.
- An attribute that a member tells leaves the metadata; every other one is kept there, whatever it holds.
- Every text passes the redaction of credentials, and the hook \`redact\`, before it is cut.
- Dnn names the difference from the OpenTelemetry Collector that [differences.md](differences.md) explains.
`;

const CHAPTERS: Readonly<Record<Topic, string>> = {
  ids: 'Ids, times, links',
  name: 'Name and node',
  outcome: 'Outcome and exceptions',
  http: 'HTTP',
  aws: 'AWS calls',
  place: 'Where the service runs',
  sql: 'SQL',
  attributes: 'User, annotations, metadata',
};

/** The guide docs/mapping.md, whole, as the mapping table has it. */
export function renderMapping(): string {
  const rows = [...mappingTable().values()];
  const chapters = Object.entries(CHAPTERS).map(([topic, title]) => {
    return `## ${title}\n\n${rows
      .filter((row) => row.topic === topic)
      .map(renderRow)
      .join('\n')}\n`;
  });
  return [INTRODUCTION, ...chapters, renderIndex(rows)].join('\n');
}

function renderRow({ member, inputs, rule, onlyFor, differences = [] }: MappingRow): string {
  const condition = onlyFor === undefined ? '' : ` Only for ${onlyFor}.`;
  const concerns = differences.length === 0 ? '' : ` (${differences.join(', ')})`;
  const told = `${rule}${condition}${concerns}`;
  const groups = groupInputs(inputs).map(renderGroup);
  if (groups.length === 1) return `- **\`${member}\`** ← ${groups[0]}: ${told}`;
  return [`- **\`${member}\`**: ${told}`, ...groups.map((group, at) => `  ${at + 1}. ${group}`)].join('\n');
}

interface InputGroup {
  readonly names: readonly string[];
  readonly onlyFor: string | undefined;
}

/** Neighbours with the same condition, together. */
function groupInputs(inputs: readonly RowInput[]): readonly InputGroup[] {
  const groups: InputGroup[] = [];
  for (const input of inputs) {
    const onlyFor = typeof input === 'string' ? undefined : input[1];
    const last = groups.at(-1);
    const isNext = last !== undefined && last.onlyFor === onlyFor;
    if (isNext) groups.pop();
    groups.push({ names: [...(isNext ? last.names : []), inputName(input)], onlyFor });
  }
  return groups;
}

function renderGroup({ names, onlyFor }: InputGroup): string {
  const condition = onlyFor === undefined ? '' : ` (only for ${onlyFor})`;
  return names.map((name) => `\`${name}\``).join(', ') + condition;
}

/** Attribute → members, in the order of the alphabet: for whoever asks what becomes of an attribute. */
function renderIndex(rows: readonly MappingRow[]): string {
  const members = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const name of row.inputs.map(inputName)) members.set(name, (members.get(name) ?? new Set()).add(row.member));
  }
  const lines = [...members]
    .filter(([name]) => isAttributeName(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, places]) => [`\`${name}\``, [...places].map((member) => `\`${member}\``).join(', ')] as const);
  return `## By attribute\n\nWhere a member is cut, the whole text is in the metadata namespace \`otel\`.\n\n${renderTable(['Attribute', 'Members'], lines)}`;
}

function isAttributeName(name: string): boolean {
  return !/^(?:span|status|parent|links|scope)\.[A-Za-z]+$|^option:|\*$/.test(name);
}

/** In columns, as the formatter wants it. */
function renderTable(head: readonly [string, string], lines: readonly (readonly [string, string])[]): string {
  const all = [head, ...lines];
  const [left, right] = [0, 1].map((column) => Math.max(...all.map((line) => line[column as 0 | 1].length))) as [
    number,
    number,
  ];
  const row = ([a, b]: readonly [string, string]): string => `| ${a.padEnd(left)} | ${b.padEnd(right)} |`;
  return `${[row(head), `| ${'-'.repeat(left)} | ${'-'.repeat(right)} |`, ...lines.map(row)].join('\n')}\n`;
}

if (import.meta.main) writeFileSync(MAPPING_GUIDE, renderMapping());
