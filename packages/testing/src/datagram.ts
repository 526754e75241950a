import type { SegmentDocument } from '@otel-xray/segments';

/** Why a datagram gave no document. `bad-body` stands for the service's reasons, the others are the daemon's own. */
export type RejectReason =
  | 'too-large'
  | 'no-line-feed'
  | 'empty-body'
  | 'bad-header'
  | 'bad-format'
  | 'bad-version'
  | 'bad-body';

/** What a datagram holds: one document, or the reason why it holds none, with one sentence for people. */
export type ParsedDatagram =
  | { readonly ok: true; readonly document: SegmentDocument }
  | { readonly ok: false; readonly reason: RejectReason; readonly message: string };

const LINE_FEED = 0x0a;

/** What the daemon reads of a datagram: its receive buffer. UDP over IPv4 carries 29 bytes less. */
const MAX_DATAGRAM_BYTES = 64 * 1024;

// JSON reads 1.0 and 1e0 as 1, Go's reader of integers does not. The last one counts, as for equal keys.
const VERSION_NUMBER = /.*"version"\s*:\s*([-+.\deE]+)/is;

/**
 * Reads one datagram by the X-Ray daemon's rules: header line, line feed, and the rest is one document.
 *
 * The header is JSON on one line, its key names in any case, `format` is `json` in any case and `version` the integer 1;
 * white space around and a carriage return before the line feed are fine. The daemon passes the body on unread; here a
 * body that is not a JSON object is rejected, as the service behind the daemon does. Never throws.
 *
 * @see X-Ray daemon 3.6, observed: split at the first line feed; no line feed and an empty body are rejected.
 */
export function parseDatagram(datagram: Buffer): ParsedDatagram {
  if (datagram.length > MAX_DATAGRAM_BYTES) {
    return reject('too-large', `expected at most ${MAX_DATAGRAM_BYTES} bytes, found ${datagram.length}`);
  }
  const split = datagram.indexOf(LINE_FEED);
  if (split === -1) return reject('no-line-feed', 'expected a header line and a line feed, found no line feed');
  const headerProblem = checkHeader(datagram.toString('utf8', 0, split));
  if (headerProblem !== undefined) return headerProblem;
  if (split === datagram.length - 1)
    return reject('empty-body', 'expected a document behind the header line, found nothing');
  const body = parseJson(datagram.toString('utf8', split + 1));
  if (!isObject(body))
    return reject('bad-body', 'expected one JSON object behind the header line, found something else');
  return { ok: true, document: body as unknown as SegmentDocument };
}

function checkHeader(line: string): ParsedDatagram | undefined {
  const header = parseJson(line);
  if (!isObject(header)) return reject('bad-header', `expected a JSON object as header line, found ${show(line)}`);
  const { format, version } = lowerCaseKeys(header);
  if (typeof format !== 'string' || format.toLowerCase() !== 'json') {
    return reject('bad-format', `expected format "json" in the header line, found ${show(line)}`);
  }
  if (version !== 1 || VERSION_NUMBER.exec(line)?.[1] !== '1')
    return reject('bad-version', `expected version 1 in the header line, found ${show(line)}`);
  return undefined;
}

/** Go's JSON reader, which the daemon uses, matches key names without case; of equal ones the last counts. */
function lowerCaseKeys(header: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(header).map(([key, value]) => [key.toLowerCase(), value]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an expected end here: the caller says what it wanted instead.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reject(reason: RejectReason, message: string): ParsedDatagram {
  return { ok: false, reason, message };
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
