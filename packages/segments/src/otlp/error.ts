const MAX_SHOWN_CHARS = 40;

/** A part of an export request that is not what OTLP/JSON says: where, what was expected, what was found. */
export class OtlpError extends Error {
  /** JSON pointer into the request: `/resourceSpans/0/scopeSpans/0/spans/17/startTimeUnixNano`; `''` for all of it. */
  readonly pointer: string;

  constructor(pointer: string, expected: string, found: unknown) {
    super(`${pointer === '' ? '' : `${pointer}: `}expected ${expected}, found ${describe(found)}`);
    this.name = 'OtlpError';
    this.pointer = pointer;
  }
}

/** Names the kind of a value; the value too where it is short: a whole payload belongs in no message. */
function describe(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (found === null) return 'null';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return describeObject(found);
  if (typeof found !== 'string') return `the ${typeof found} ${String(found)}`;
  const shown = found.length > MAX_SHOWN_CHARS ? `${found.slice(0, MAX_SHOWN_CHARS)}…` : found;
  return `the text ${JSON.stringify(shown)}`;
}

function describeObject(found: object): string {
  const [first] = Object.keys(found);
  if (first === undefined) return 'an empty object';
  return `an object with ${JSON.stringify(first.slice(0, MAX_SHOWN_CHARS))}`;
}
