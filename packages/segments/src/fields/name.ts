import { hideCredentials } from '../credentials.ts';
import type { SpanFacts } from '../facts.ts';
import { MAX_NAME_CHARS } from '../limits.ts';
import { remembering } from '../remember.ts';
import { SpanKind } from '../span.ts';
import { cutText } from '../text.ts';
import { LOCAL_SERVICE, RPC_SERVICE } from '../vocabulary.ts';
import { calleeOf, hostOf } from './callee.ts';

/**
 * `name` of the document that stands for the span itself: the service for what the service does, the callee for what it
 * calls, else the span's own name. Never empty; cleaned, trimmed and cut at 200 characters.
 */
export function nameOf(facts: SpanFacts): string {
  const { span, shape, attributes, resource } = facts;
  if (shape.isServiceRoot && !shape.isCall && span.kind === SpanKind.consumer) return serviceNameOf(facts);
  const name =
    (isLocal(facts) && fitName(facts, attributes.text(LOCAL_SERVICE))) ||
    fitName(facts, calleeOf(facts)) ||
    (span.kind === SpanKind.server && fitName(facts, resource.serviceName));
  return name || fitName(facts, attributes.text(RPC_SERVICE)) || fitName(facts, hostOf(facts)) || ownNameOf(facts);
}

/** `name` of the segment that stands for the service around a call: never the callee's. */
export function serviceNameOf(facts: SpanFacts): string {
  const { attributes, resource } = facts;
  return fitName(facts, attributes.text(LOCAL_SERVICE)) || fitName(facts, resource.serviceName) || ownNameOf(facts);
}

function isLocal({ span, shape }: SpanFacts): boolean {
  return span.kind === SpanKind.server || (span.kind === SpanKind.internal && shape.isMarkedRoot);
}

/** The span's own name: the last resort. */
function ownNameOf(facts: SpanFacts): string {
  const { name } = facts.span;
  return (typeof name === 'string' && fitName(facts, name)) || 'span';
}

/** Apps have few names: without a hook, each is looked at once. */
const knownName = remembering((raw) => cleanName(hideCredentials(raw)));

/** The name as X-Ray takes it; `''` where nothing is left of it. */
function fitName({ options, notes, extras }: SpanFacts, raw: string): string {
  if (raw === '') return '';
  const full = options.hasHook ? cleanName(options.redact('name', raw)) : knownName(raw);
  if (full.length <= MAX_NAME_CHARS) return full;
  const name = cutText(full, MAX_NAME_CHARS).trimEnd();
  if (name.length === full.length) return name;
  notes.push({
    field: 'name',
    kind: 'cut',
    message: `cut at ${MAX_NAME_CHARS} characters; the whole is in metadata otel.name`,
  });
  extras['name'] = options.redact('name', raw);
  return name;
}

const BEYOND_PLAIN = /[^A-Za-z0-9 _.:/%&#=+\-@]/;

/**
 * Leaves out what X-Ray does not take in a name, and spaces at both ends.
 *
 * @see AWS X-Ray developer guide, "X-Ray segment documents", `name`; the Collector's set, which is a little narrower.
 */
export function cleanName(raw: string): string {
  // The second is no constant of the module: the engine reads its set where it is made, and few names need it.
  const allowed = BEYOND_PLAIN.test(raw) ? raw.replace(/[^ 0-9\p{L}_.:/%&#=+\-@]/gu, '') : raw;
  return allowed.startsWith(' ') || allowed.endsWith(' ') ? allowed.trim() : allowed;
}
