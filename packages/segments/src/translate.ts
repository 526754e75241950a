import { slotsOf } from './attribute-keys.ts';
import { AttributeReader } from './attributes.ts';
import type { XRayTraceId } from './document.ts';
import type { SpanFacts } from './facts.ts';
import { Family } from './families.ts';
import { bareDocumentOf, FAILED } from './bare-document.ts';
import { identityOf, parentOf } from './fields/ids.ts';
import { REDACTION_FAILED, type ResolvedOptions, resolveOptions } from './options.ts';
import { readResource } from './resource.ts';
import { documentOf, splitDocumentsOf } from './members.ts';
import { decideShape } from './shape.ts';
import type { ReadableSpan } from './span.ts';
import type { Note, TranslateOptions, Translation } from './translation.ts';

const NO_OPTIONS: TranslateOptions = {};

/**
 * Translates one span into X-Ray segment documents.
 *
 * Pure: no clock, no randomness, no environment; the same span gives the same documents in every process. Never throws,
 * whatever the span holds.
 *
 * @param span - a finished span of SDK 1.x, 2.x or 3.x, or one that still runs (it becomes `in_progress`).
 * @param options - pass the same object for each span: it is prepared once.
 * @returns one document, or two where a call that no other span of the service stands around becomes the service's segment and the
 * call's subsegment (the call first); or the reason why there can be none: X-Ray takes no document without ids.
 * @example
 * const answer = translate(span, { indexedAttributes: ['app.tenant'] });
 * if (answer.ok) for (const document of answer.documents) console.log(document.name);
 */
export function translate(span: ReadableSpan, options: TranslateOptions = NO_OPTIONS): Translation {
  const identity = identityOf(span);
  if (!identity.ok) return identity;
  const { traceId, spanId } = identity;
  try {
    const facts = gatherFacts(span, traceId, spanId, options);
    const documents = facts.shape.form === 'split' ? splitDocumentsOf(facts) : [documentOf(facts)];
    facts.attributes.release();
    return { ok: true, documents, notes: facts.notes };
  } catch {
    // Attributes may be getters or proxies of the app's: what they throw costs their own span its details, and nothing else.
    return {
      ok: true,
      documents: [bareDocumentOf(span, identity, options)],
      notes: [{ field: '', kind: 'dropped', message: FAILED }],
    };
  }
}

const SYSTEM_KEYS = slotsOf('rpc.system.name', 'rpc.system');

function gatherFacts(span: ReadableSpan, traceId: XRayTraceId, spanId: string, given: TranslateOptions): SpanFacts {
  const options = resolveOptions(given);
  const resource = readResource(span.resource, options);
  const attributes = AttributeReader.of(span.attributes ?? {});
  const isAwsCall = attributes.hasFamily(Family.aws) && attributes.firstText(SYSTEM_KEYS) === 'aws-api';
  const notes: Note[] = [];
  const parent = parentOf(span);
  const shape = decideShape({
    kind: span.kind,
    hasParent: parent !== undefined,
    parentIsRemote: parent?.isRemote,
    attributes,
    isAwsCall,
    resource,
    options,
    scope: (span.instrumentationScope ?? span.instrumentationLibrary)?.name,
  });
  return {
    span: withLists(span),
    attributes,
    resource,
    options: options.hasHook ? withNotedFailure(options, notes) : options,
    shape,
    traceId,
    spanId,
    parentId: parent?.spanId,
    isAwsCall,
    notes,
    extras: {},
    callee: undefined,
    host: undefined,
  };
}

/** Options whose redaction leaves a note where the app's hook failed: what stands there is not what was meant to. */
function withNotedFailure(options: ResolvedOptions, notes: Note[]): ResolvedOptions {
  const noting =
    (redact: ResolvedOptions['redact']): ResolvedOptions['redact'] =>
    (field, value) => {
      const answer = redact(field, value);
      if (answer === REDACTION_FAILED && !notes.includes(HOOK_FAILED)) notes.push(HOOK_FAILED);
      return answer;
    };
  return { ...options, redact: noting(options.redact), redactHidden: noting(options.redactHidden) };
}

const HOOK_FAILED: Note = {
  field: '',
  kind: 'replaced',
  message: `the redaction hook failed: ${REDACTION_FAILED} stands instead`,
};

// Spans made by hand or by other libraries may lack what the SDKs always set.
function withLists(span: ReadableSpan): ReadableSpan {
  const { events, links } = span;
  if (isListOfObjects(events) && isListOfObjects(links)) return span;
  return Object.create(span, {
    events: { value: toListOfObjects(events) },
    links: { value: toListOfObjects(links) },
  }) as ReadableSpan;
}

function isListOfObjects(list: unknown): boolean {
  return Array.isArray(list) && list.every(isObject);
}

function toListOfObjects(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
