import { hostname } from 'node:os';

/** What no two runs of one program have in common, by what stands instead of it. */
const IN_TEXTS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d{2,5}\b/g, '$1:<port>'],
];

/** Where product tokens stand, `node/24.1.0`; elsewhere `v1.1/orders` is a version that is the service's. */
const AGENT_KEY = /user[._-]?agent/i;
const PRODUCT = /\b([A-Za-z][\w.-]*)\/v?\d+\.\d[\w.+-]*/g;

/** Members whose value is the machine's, the run's or a release's and not the service's, by the last part of their key. */
const BY_KEY: readonly (readonly [key: RegExp, mask: string])[] = [
  [/(?:^|\.)(?:sdk_version|sdk\.version|runtime\.version|distro\.version|os\.version|scope\.version)$/, '<version>'],
  [/(?:^|[._])(?:pid|parent_pid|thread\.id)$/, '<pid>'],
  [/(?:^|\.)process\.(?:executable\.(?:path|name)|command(?:_args|_line)?|owner)$/, '<process>'],
  [/(?:^|\.)host\.(?:name|id|arch|type|ip|mac)$/, '<host>'],
  [/(?:^|\.)(?:service\.instance\.id|faas\.instance)$/, '<instance>'],
  [
    /^(?:request_id|id_2)$|(?:^|\.)(?:aws\.(?:extended_)?request[._](?:extended_)?id|faas\.invocation_id)$/,
    '<request-id>',
  ],
];

/** A port that the operating system gave to one end of a connection. */
const PORT_KEY = /(?:^|\.)(?:(?:peer|client|network|net)\.(?:\w+\.)?)?port$/;
const FIRST_EPHEMERAL_PORT = 32_768;

/** A line of a JavaScript stack: `    at label (file:///x.js:12:7)`. */
const FRAME_LINE = /^\s+at .*(?:\n|$)/gm;

export interface MaskOptions {
  /** The folder of the project, taken out of paths. */
  readonly root: string;
}

/** What stands for a value under a key, if the key says that it is not the service's; otherwise `undefined`. */
export function maskByKey(key: string, value: unknown): string | undefined {
  if (typeof value === 'object') return undefined;
  if (PORT_KEY.test(key) && Number(value) >= FIRST_EPHEMERAL_PORT) return '<port>';
  return BY_KEY.find(([pattern]) => pattern.test(key))?.[1];
}

/** A text without the parts that are the machine's or the run's; `key` is that of the member that holds it. */
export function maskText(text: string, key: string, { root }: MaskOptions): string {
  const here = hostname();
  let masked = text.includes('\n') ? text.replace(FRAME_LINE, '').trimEnd() : text;
  masked = maskRoot(masked, root);
  // A short name ("build", "db") is a word as well.
  if (here.length >= 8 && here !== 'localhost')
    masked = masked.replace(new RegExp(`(?<![\\w.-])${escaped(here)}(?![\\w-])`, 'g'), '<host>');
  for (const [pattern, mask] of IN_TEXTS) masked = masked.replace(pattern, mask);
  return AGENT_KEY.test(key) ? masked.replace(PRODUCT, '$1/<version>') : masked;
}

/** A path from the project's folder on: `src/stock.ts` for `file:///somewhere/project/src/stock.ts`. */
export function maskPath(path: string, { root }: MaskOptions): string {
  return maskRoot(path, root).replace(/^<root>\//, '');
}

/** Whether a frame is the project's: not the runtime's or a package's, which come and go with their releases. */
export function isOwnPath(path: string, { root }: MaskOptions): boolean {
  if (/(?:^|[\\/])node_modules[\\/]|^node:|^native$|^<anonymous>$|^index \d+$/.test(path)) return false;
  const isAbsolute = /^(?:file:\/\/|[\\/]|[A-Za-z]:[\\/])/.test(path);
  return !isAbsolute || maskRoot(path, root).startsWith('<root>');
}

function maskRoot(text: string, root: string): string {
  const folder = root.replace(/[\\/]+$/, '');
  if (folder.length < 2 || !text.includes(folder)) return text;
  // A path and not part of one: `/app` is neither in `https://shop.example/app` nor in `/apples`.
  return text.replace(new RegExp(`(?:file://|(?<![\\w.~%/\\\\-]))${escaped(folder)}(?![\\w.~%-])`, 'g'), '<root>');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
