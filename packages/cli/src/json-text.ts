/** What stood in the input, and on which line it began or failed: a JSON value, or why there is none. */
export type ReadObject = ReadValue | ReadProblem;

interface ReadValue {
  readonly line: number;
  readonly value: unknown;
}

interface ReadProblem {
  readonly line: number;
  readonly problem: string;
  /** Whether only its end is missing, which further lines may bring. */
  readonly isUnfinished?: boolean;
}

// Where the parser says where; for a character that cannot stand where it does, it shows the character instead.
const POSITION = /(?: in JSON)? at position (\d+) \(line (\d+) column (\d+)\)$/;
const WRONG_TOKEN = /^(Unexpected token .*) is not valid JSON$/s;

/** Parses JSON that begins on line `firstLine`. Never throws: what is wrong is told with its own line and column. */
export function parseJson(text: string, firstLine: number): ReadValue | ReadProblem {
  try {
    return { line: firstLine, value: JSON.parse(text) };
  } catch (error) {
    return explain((error as SyntaxError).message, text, firstLine);
  }
}

function explain(message: string, text: string, firstLine: number): ReadProblem {
  const wrong = WRONG_TOKEN.exec(message)?.[1];
  if (wrong !== undefined) return { line: firstLine, problem: `not JSON: ${wrong}` };
  const found = POSITION.exec(message);
  if (found === null) return { line: firstLine, problem: `not JSON: ${message}`, isUnfinished: true };
  const [place, position, line, column] = found;
  return {
    line: firstLine + Number(line) - 1,
    problem: `not JSON at column ${column}: ${message.slice(0, -place.length)}`,
    isUnfinished: Number(position) >= text.trimEnd().length,
  };
}
