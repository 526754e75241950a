import { isParameterKey, isQueryKey } from '../fields/query-text.ts';
import { type InputName, inputNames } from '../mapping/row.ts';
import { mappingTable } from '../mapping/table.ts';
import type { ExplainedAttribute, ExplainedDocument, ExplainedMember } from './explanation.ts';
import { attributeInput, isResource, readInput, resourceInput } from './inputs.ts';
import type { Subject } from './subject.ts';

const NOWHERE = 'no member tells it';

/** Where the value of each attribute stands, those of the span first. */
export function placesOf(subject: Subject, documents: readonly ExplainedDocument[]): readonly ExplainedAttribute[] {
  const members = documents.flatMap((document) => document.members);
  const ofSpan = Object.keys(subject.span.attributes).map(attributeInput);
  const ofResource = Object.keys(subject.span.resource.attributes).map(resourceInput);
  return [...ofSpan, ...ofResource].map((input) => placeOf(subject, members, input));
}

function placeOf(subject: Subject, members: readonly ExplainedMember[], input: InputName): ExplainedAttribute {
  const given = members.filter(({ from }) => from.includes(input)).map(({ member }) => member);
  const places = [...new Set(given)];
  if (places.length > 0 && !places.every(isLeftover)) return { key: input, places };
  const twins = places.length > 0 ? [] : membersThatSay(subject, members, input);
  const why = whyPassedOver(members, input) ?? (places.length > 0 ? undefined : whyNowhere(subject, input));
  return { key: input, places: places.length > 0 ? places : twins, ...(why !== undefined && { why }) };
}

function isLeftover(member: string): boolean {
  return member.startsWith('metadata.') || member.startsWith('annotations.');
}

/** Members that another input gave, and that hold this one's text too. */
function membersThatSay(subject: Subject, members: readonly ExplainedMember[], input: InputName): readonly string[] {
  const value = readInput(subject, input);
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return [];
  const told = members.filter(
    (member) =>
      member.ignored.some((ignored) => ignored.input === input) && String(member.value).includes(String(value)),
  );
  return [...new Set(told.map(({ member }) => member))];
}

/** Why members that might have told it do not: it was asked for and lost. The name asks for nearly everything, and comes last. */
function whyPassedOver(members: readonly ExplainedMember[], input: InputName): string | undefined {
  // The service's own documents tell the resource, whatever else of it was asked for here.
  if (isResource(input)) return undefined;
  const reasons = members.flatMap(({ member, ignored }) =>
    ignored.filter((one) => one.input === input).map(({ why }) => ({ member, why })),
  );
  const reason = reasons.find(({ member }) => member !== 'name') ?? reasons[0];
  return reason && `${reason.member}: ${reason.why}`;
}

function whyNowhere({ span, options }: Subject, input: InputName): string {
  if (readInput({ span, options }, input) === undefined) return 'has no value';
  if (isResource(input)) return 'the segment of the service tells the resource';
  if (options.sqlText === 'off' && (isQueryKey(input) || isParameterKey(input))) return 'the option sqlText is off';
  if (input === 'aws.xray.annotations') return 'lists attributes that become annotations';
  if (input.startsWith('aws.xray.metadata.')) return 'holds no members, or only such that others override';
  const members = [...mappingTable().values()].filter((row) => inputNames(row).includes(input));
  return members.length === 0
    ? NOWHERE
    : `says nothing that ${members.map(({ member }) => member).join(', ')} would tell`;
}
