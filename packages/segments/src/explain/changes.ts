import type { JsonValue } from '../document.ts';
import { isParameterKey, isQueryKey } from '../fields/query-text.ts';
import type { InputName } from '../mapping/row.ts';
import { HIDDEN } from '../secret-parameters.ts';
import type { Note } from '../translation.ts';
import { toJsonValue } from '../values.ts';
import { readInput } from './inputs.ts';
import type { Subject } from './subject.ts';
import type { Place, Trials } from './trials.ts';

/** What a member is, where it stands, and what gave it. */
export interface Told {
  readonly member: string;
  readonly value: JsonValue;
  readonly place: Place;
  readonly from: readonly InputName[];
}

/** What was done to the value on its way into the document: hidden, replaced, cut. */
export function changesOf(subject: Subject, trials: Trials, told: Told, notes: readonly Note[]): readonly string[] {
  const changes: string[] = [];
  if (isHidden(subject, told)) changes.push('a secret is hidden');
  if (isSanitized(subject, trials, told)) changes.push('literals are replaced (option sqlText)');
  if (isChangedByHook(subject, trials, told)) changes.push('changed by the hook redact');
  const fields = [told.member, told.member.replace(/^http\.request\./, '')];
  return [...changes, ...notes.filter(({ field }) => fields.includes(field)).map(({ message }) => message)];
}

function isHidden(subject: Subject, { value, from }: Told): boolean {
  const text = JSON.stringify(value);
  return text.includes(HIDDEN) && !from.some((input) => textOf(readInput(subject, input)).includes(HIDDEN));
}

/** As JSON, and bounded as in the document: an input may unfold to endlessly many values. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(toJsonValue(value, (text) => text));
}

function isSanitized({ span, options }: Subject, trials: Trials, { place, value, from }: Told): boolean {
  const isQuery = from.some((input) => isQueryKey(input) || isParameterKey(input));
  if (!isQuery || (options.sqlText ?? 'sanitized') !== 'sanitized') return false;
  const asIs = trials.valueWith(place, { span, options: { ...options, sqlText: 'asIs' } }, 'sqlText asIs');
  return JSON.stringify(asIs) !== JSON.stringify(value);
}

function isChangedByHook({ span, options }: Subject, trials: Trials, { place, value }: Told): boolean {
  if (options.redact === undefined) return false;
  const without = trials.valueWith(place, { span, options: { ...options, redact: undefined } }, 'no hook');
  return JSON.stringify(without) !== JSON.stringify(value);
}
