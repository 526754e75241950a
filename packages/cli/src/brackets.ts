const BACKSLASH = 0x5c;

/**
 * How many brackets of JSON are open after `text`, of which `depth` were open before it.
 *
 * `undefined` where no more lines could make it JSON: a string is open at the end, and a line feed cannot stand in one,
 * or a bracket is closed that was not open. Which bracket closes which is left to the parser.
 */
export function depthAfter(text: string, depth: number): number | undefined {
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (i === -1 || depth < 0) return undefined;
  }
  return depth;
}

/** Where the string that begins at `start` is closed; -1 if it is not. */
function endOfString(text: string, start: number): number {
  let end = start;
  do end = text.indexOf('"', end + 1);
  while (end !== -1 && isEscaped(text, end));
  return end;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
