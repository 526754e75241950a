import type { Cut } from './cut-place.ts';
import type { Note } from './translation.ts';

/** A place where something was cut, and what. */
export interface CutPlace {
  readonly field: string;
  readonly cut: Cut;
}

/** More notes of one kind on one member than this are a single one. */
const MAX_NOTES = 20;

/** One note for each place; for a crowd of them in one member (`metadata`) one on the member, with the sum. */
export function notesOn(cuts: readonly CutPlace[]): Note[] {
  const groups = new Map<string, CutPlace[]>();
  for (const place of cuts) {
    const key = `${place.cut.kind} ${memberOf(place)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return [...groups.values()].flatMap((group) => (group.length > MAX_NOTES ? [sumOf(group)] : group.map(toNote)));
}

/** Name of the document's member that the place lies in. */
function memberOf({ field }: CutPlace): string {
  return field.split('.', 1)[0] as string;
}

function toNote({ field, cut: { kind, done } }: CutPlace): Note {
  return { field, kind, message: `${done} so that the document fits` };
}

function sumOf(group: readonly CutPlace[]): Note {
  const first = group[0] as CutPlace;
  const { kind } = first.cut;
  const bytes = group.reduce((sum, { cut }) => sum + cut.freedBytes, 0);
  const what = kind === 'cut' ? `${group.length} values cut` : `${group.length} members left out`;
  return { field: memberOf(first), kind, message: `${what}, ${bytes} bytes, so that the document fits` };
}
