/** A section's text, between its markers; `''` where they are not there. */
export function readBlock(page: string, name: string): string {
  return new RegExp(`<!-- bench ${name} -->([^]*)<!-- /bench ${name} -->`).exec(page)?.[1] ?? '';
}

/** Puts a section's text between its markers, `<!-- bench throughput -->` and `<!-- /bench throughput -->`. Throws where they are not there. */
export function replaceBlock(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no place for ${name}: ${start} … ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`;
}
