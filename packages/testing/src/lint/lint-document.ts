import { entitiesOf } from './entities.ts';
import type { Finding } from './finding.ts';
import type { Entity, JsonObject, Problem, Rule, RuleDescription } from './rule.ts';
import { RULES } from './rules.ts';
import { describeValue, isObject } from './values.ts';
import { unprocessed } from './sources.ts';

/** The rule on what is no document at all. */
export const NO_DOCUMENT: RuleDescription = {
  id: 'no-document',
  severity: 'rejected',
  asks: 'A document is one JSON object.',
  source: unprocessed('the document is no JSON object'),
};

/**
 * Judges one segment document, and every subsegment inside it, by what is known of X-Ray: findings by the order of the
 * document, `[]` for one that is right. Reads no clock, so a document of last year is as good as one of today. Never throws,
 * whatever `document` is: what counts is what it would be as JSON.
 *
 * @example
 * lintDocument({ id: '53995c3f42cd8ad8', trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c', name: 'shop?', start_time: 1, end_time: 2 });
 * // [{ rule: 'name-characters', severity: 'rejected', pointer: '/name', message: …, source: … }]
 */
export function lintDocument(document: unknown): Finding[] {
  const json = toJson(document);
  return 'problem' in json ? [toFinding(NO_DOCUMENT, { pointer: '', message: json.problem })] : lintJson(json.value);
}

/** {@link lintDocument} for what is parsed JSON already. */
export function lintJson(document: JsonObject): Finding[] {
  return entitiesOf(document).flatMap((entity) => RULES.flatMap((rule) => findingsOf(rule, entity)));
}

/** The object that a value would be as JSON, or why there is none. */
export function toJson(document: unknown): { readonly value: JsonObject } | { readonly problem: string } {
  try {
    const text = JSON.stringify(document) as string | undefined;
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    if (isObject(value)) return { value };
    return { problem: `expected an object, found ${describeValue(value)}: send one document at a time` };
  } catch (error) {
    // A cycle, a bigint, a getter that throws.
    return { problem: `it cannot be written as JSON: ${reasonOf(error)}` };
  }
}

/** What a broken rule is told as. */
export function toFinding({ id, severity, source }: RuleDescription, { pointer, message }: Problem): Finding {
  return { rule: id, severity, pointer, message, source };
}

function findingsOf(rule: Rule, entity: Entity): Finding[] {
  return [...rule.find(entity)].map(({ pointer, message }) =>
    toFinding(rule, { pointer: entity.pointer + pointer, message }),
  );
}

function reasonOf(error: unknown): string {
  try {
    // The first line: V8 draws a cycle over several.
    return error instanceof Error ? String(error.message).split('\n', 1).join('') : 'something was thrown';
  } catch {
    // What a getter of the document threw fights back as well.
    return 'something was thrown';
  }
}
