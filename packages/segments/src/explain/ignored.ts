import { toInteger } from '../attributes.ts';
import { conditionOf, type InputName, inputNames, type MappingRow, type Taken } from '../mapping/row.ts';
import type { IgnoredInput } from './explanation.ts';
import { isAttribute, readInput } from './inputs.ts';
import type { Subject } from './subject.ts';

/** Asks for annotations and gives none of its own. */
const LIST = 'aws.xray.annotations';

/** What was asked in vain: inputs of the row that are there and gave nothing, each with the reason. */
export function ignoredOf(
  subject: Subject,
  { row, from, candidates }: { row: MappingRow; from: readonly InputName[]; candidates: readonly InputName[] },
): readonly IgnoredInput[] {
  // Nothing else was asked for the leftovers, and how a span came by its shape is told by the rule.
  if (row.member.startsWith('metadata.') || row.topic === 'ids') return [];
  const others = candidates.filter(
    (input) => !from.includes(input) && input !== LIST && (isAttribute(input) || input === 'status.message'),
  );
  return others.map((input) => ({ input, why: reasonFor(subject, { row, from, candidates, input }) }));
}

interface Asked {
  readonly row: MappingRow;
  readonly from: readonly InputName[];
  readonly candidates: readonly InputName[];
  readonly input: InputName;
}

function reasonFor(subject: Subject, { row, from, candidates, input }: Asked): string {
  const value = readInput(subject, input);
  if (value === '') return 'empty';
  if (!isTaken(value, row.takes)) return `is no ${row.takes}`;
  const order = inputNames(row);
  const preferred = preferredTo(input, from, order.includes(input) ? order : candidates);
  const condition = conditionOf(row, input);
  if (preferred === undefined) return condition === undefined ? 'not what the rule asks for' : `only for ${condition}`;
  const saysTheSame = readInput(subject, preferred) === value;
  return saysTheSame ? `says the same as ${preferred}` : `${preferred} is preferred`;
}

/** The giver that stands next before the input in the order of preference. */
function preferredTo(input: InputName, from: readonly InputName[], order: readonly InputName[]): InputName | undefined {
  return order.slice(0, order.lastIndexOf(input)).findLast((name) => from.includes(name));
}

function isTaken(value: unknown, takes: Taken): boolean {
  switch (takes) {
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return toInteger(value) !== undefined;
    case 'text or number':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
    case 'anything':
      return true;
  }
}
