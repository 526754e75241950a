// Input is quoted in what a person reads: a terminal must not obey what stands in it.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** The text on one line, without control characters. */
export function toPrintable(text: string): string {
  return text.replace(CONTROL, ' ');
}

/** The start of a text that is too long, with a mark that it goes on. */
export function shorten(text: string, maxChars: number): string {
  return text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
}
