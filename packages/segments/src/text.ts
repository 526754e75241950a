/** The longest start of `text` that has at most `maxChars` characters (code points): never a cut through a pair. */
export function cutText(text: string, maxChars: number): string {
  // Each character is one or two units: a text with few enough units needs no counting.
  if (text.length <= maxChars) return text;
  let units = 0;
  for (let chars = 0; chars < maxChars && units < text.length; chars++) units += isPairAt(text, units) ? 2 : 1;
  return text.slice(0, units);
}

/** The longest start of `text` that has at most `maxUnits` UTF-16 units: never a cut through a pair. */
export function cutUnits(text: string, maxUnits: number): string {
  const isThroughPair = maxUnits > 0 && isPairAt(text, maxUnits - 1);
  return text.slice(0, isThroughPair ? maxUnits - 1 : maxUnits);
}

/** How many characters (code points) `text` has from the unit at `start` on. */
export function countChars(text: string, start: number): number {
  let chars = 0;
  for (let units = start; units < text.length; chars++) units += isPairAt(text, units) ? 2 : 1;
  return chars;
}

function isPairAt(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
