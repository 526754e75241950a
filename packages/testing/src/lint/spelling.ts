const MAX_DISTANCE = 2;

/** The name that `word` was probably meant to be: at most two letters away; `undefined` where there is none. */
export function nearestOf(word: string, names: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll('-', '_');
  const near = names
    .filter((name) => Math.abs(name.length - plain.length) <= MAX_DISTANCE)
    .map((name) => ({ name, distance: distanceOf(name.replaceAll('_', ''), plain.replaceAll('_', '')) }))
    .filter(({ name, distance }) => distance <= MAX_DISTANCE && distance < name.length / 2)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

/** Letters to insert, leave out or replace to make one word of the other (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
