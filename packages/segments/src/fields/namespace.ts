import type { SegmentDocument } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { SpanKind } from '../span.ts';
import { AWS_SERVICE, LOCAL_SERVICE, REMOTE_SERVICE, RPC_SERVICE } from '../vocabulary.ts';
import { calleeOf, hostOf, peerOf } from './callee.ts';

/** Scopes whose client spans never leave the process's own machine or only accompany the span of the real call. */
const ACCOMPANYING = new Set(['@opentelemetry/instrumentation-dns', '@opentelemetry/instrumentation-net']);
const BARE_METHODS = new Set('HTTP GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY'.split(' '));

/**
 * `namespace` of a subsegment: it makes a node on the map of what was called, `aws` for AWS's services, `remote` for all others.
 * A segment has none.
 *
 * Left out where a call would make a node that is not there: name look-ups and sockets beneath a call, waiting for a connection
 * pool, and a span that names nothing but an HTTP method.
 */
export function namespaceOf(facts: SpanFacts): SegmentDocument['namespace'] {
  const { attributes, isAwsCall, shape, span } = facts;
  if (isAwsCall) return 'aws';
  if (attributes.has(AWS_SERVICE) && !isNamedBeforeAwsService(facts)) return 'aws';
  if (span.kind === SpanKind.client) return isNodeless(facts) ? undefined : 'remote';
  if (span.kind !== SpanKind.producer && span.kind !== SpanKind.consumer) return undefined;
  if (attributes.has(REMOTE_SERVICE) && !shape.isMarkedRoot) return 'remote';
  return shape.form === 'split' || (shape.isCall && calleeOf(facts) !== '') ? 'remote' : undefined;
}

function isNamedBeforeAwsService(facts: SpanFacts): boolean {
  const { span, shape, attributes } = facts;
  const isLocal = span.kind === SpanKind.server || (span.kind === SpanKind.internal && shape.isMarkedRoot);
  if (isLocal && attributes.text(LOCAL_SERVICE) !== '') return true;
  return peerOf(facts) !== '';
}

function isNodeless(facts: SpanFacts): boolean {
  const { span } = facts;
  const scope = (span.instrumentationScope ?? span.instrumentationLibrary)?.name ?? '';
  // No SDK makes a span without a name, but hands do.
  const name = typeof span.name === 'string' ? span.name : '';
  if (ACCOMPANYING.has(scope) || name.startsWith('pg-pool.')) return true;
  return (
    BARE_METHODS.has(name) &&
    calleeOf(facts) === '' &&
    facts.attributes.text(RPC_SERVICE) === '' &&
    hostOf(facts) === ''
  );
}
