import type { JsonValue, SegmentDocument } from '../document.ts';
import { mappingTable } from '../mapping/table.ts';
import type { MappingRow } from '../mapping/row.ts';

/** The way to a member: keys, and positions in lists. */
export type Steps = readonly (string | number)[];

/** A member that has a value of its own, and the row that speaks of it. */
export interface Leaf {
  readonly steps: Steps;
  readonly value: JsonValue;
  /** `undefined` would be a hole in the table: tests look for one. */
  readonly row: MappingRow | undefined;
}

/** The members of the document that rows of the mapping table speak of, in its order. */
export function leavesOf(document: SegmentDocument): readonly Leaf[] {
  return Object.entries(document).flatMap(([key, value]) => leavesBelow([key], value as JsonValue));
}

function leavesBelow(steps: Steps, value: JsonValue): readonly Leaf[] {
  const row = rowFor(steps);
  if (row !== undefined || typeof value !== 'object' || value === null) return [{ steps, value, row }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => leavesBelow([...steps, key], member as JsonValue));
}

/** `cause.exceptions[0].message`; a metadata key keeps its own dots. */
export function pathOf(steps: Steps): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

/** The value that the steps lead to; `undefined` where they lead nowhere. */
export function valueAt(document: SegmentDocument | undefined, steps: Steps): unknown {
  let value: unknown = document;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function rowFor(steps: Steps): MappingRow | undefined {
  const table = mappingTable();
  const [first, second, key] = steps;
  if (first === 'annotations') return steps.length === 2 ? table.get('annotations.*') : undefined;
  if (first !== 'metadata')
    return table.get(
      steps
        .map((step) => (typeof step === 'number' ? '[]' : `.${step}`))
        .join('')
        .slice(1),
    );
  if (typeof key !== 'string' || steps.length !== 3) return undefined;
  if (second === 'default')
    return table.get(key.startsWith('otel.resource.') ? 'metadata.default.otel.resource.*' : 'metadata.default.*');
  return (second === 'otel' ? table.get(`metadata.otel.${key}`) : undefined) ?? table.get('metadata.<namespace>.*');
}
