import { attemptsOf } from './attempts.ts';
import type { JsonValue, SegmentDocument } from './document.ts';
import { toOutcome } from './fields/outcome.ts';
import { MAX_ANNOTATIONS } from './limits.ts';
import { byStart, type Node } from './node.ts';
import { hostOfUrl } from './urls.ts';

/**
 * Folds the HTTP requests that the AWS SDK's instrumentation leaves below each call (one per attempt) into their call: one call is
 * one node. The call tells how often it was tried again and the last attempt's status, and takes the last attempt's id, since that
 * id is what the trace header of the request names as the parent of what the service does. What else the attempts tell stands in
 * the metadata, `otel.attempts`; the call's first id in `otel.span_id`.
 *
 * A call that succeeded although its last attempt failed has another attempt that is not in this batch: it keeps id and status,
 * and no retries are counted.
 *
 * @returns the nodes that are part of another now; what stood below them stands below the call.
 */
export function foldAttempts(nodes: readonly Node[]): ReadonlySet<Node> {
  const folded = new Set<Node>();
  const renamed = new Map<string, string>();
  for (const call of nodes) {
    const attempts = attemptsOf(call);
    if (attempts.length === 0) continue;
    const { trace_id: traceId, id } = call.document;
    foldInto(call, attempts, folded);
    // Who names the call, or an attempt that is no document any more, means this one.
    for (const former of [id, ...attempts.map(({ document }) => document.id)])
      if (call.document.id !== former) renamed.set(traceId + former, call.document.id);
  }
  if (renamed.size > 0) for (const node of nodes) node.document = withNewNames(node.document, renamed);
  return folded;
}

/** Segments below a call or an attempt, and links to them, of the same batch: they name the call by the id that it has now. */
function withNewNames(document: SegmentDocument, renamed: ReadonlyMap<string, string>): SegmentDocument {
  const parentId = document.parent_id && renamed.get(document.trace_id + document.parent_id);
  const isLinked = document.links?.some((link) => renamed.has(link.trace_id + link.id)) === true;
  if (parentId === undefined && !isLinked) return document;
  const links = document.links?.map((link) => ({ ...link, id: renamed.get(link.trace_id + link.id) ?? link.id }));
  return { ...document, ...(parentId !== undefined && { parent_id: parentId }), ...(links && { links }) };
}

function foldInto(call: Node, attempts: readonly Node[], folded: Set<Node>): void {
  call.document = withAttempts(
    call.document,
    attempts.map(({ document }) => document),
  );
  const own = new Set(attempts);
  const others = call.children.filter((child) => !own.has(child));
  const below = attempts.flatMap((attempt) => attempt.children);
  call.children = [...others, ...below].toSorted(byStart);
  for (const child of call.children) {
    child.parent = call;
    child.document = { ...child.document, parent_id: call.document.id };
  }
  for (const attempt of attempts) folded.add(attempt);
}

const REGIONAL_HOST = /\.([a-z]{2}(?:-[a-z]+)+-\d{1,2})\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** Calls through DynamoDB's document client do not tell their region; the host that was asked does. */
function regionOf(attempt: SegmentDocument): { region?: string } {
  const region = REGIONAL_HOST.exec(hostOfUrl(attempt.http?.request?.url ?? ''))?.[1];
  return region === undefined ? {} : { region };
}

function withAttempts(call: SegmentDocument, attempts: readonly SegmentDocument[]): SegmentDocument {
  const last = attempts.at(-1) as SegmentDocument;
  const isWhole = hasFailed(call) || !hasFailed(last);
  const { annotations, left } = mergeAnnotations(call, attempts);
  const told = isWhole ? { ...withStatus(call, last.http?.response?.status), id: last.id } : call;
  const retries = call.aws?.retries ?? (isWhole ? attempts.length - 1 : undefined);
  const otel = { ...call.metadata?.['otel'], ...(isWhole && { span_id: call.id }) };
  return {
    ...told,
    aws: { ...regionOf(last), ...call.aws, ...(retries !== undefined && { retries }) },
    ...(annotations !== undefined && { annotations }),
    metadata: {
      ...call.metadata,
      otel: { ...otel, attempts: attempts.map((attempt, i) => toRecord(attempt, left[i])) },
    },
  };
}

function hasFailed({ fault, error, cause }: SegmentDocument): boolean {
  return fault === true || error === true || cause !== undefined;
}

/** A call that tells no status of its own has that of its last attempt, and is to blame for what that says. */
function withStatus(call: SegmentDocument, status: number | undefined): SegmentDocument {
  if (status === undefined || call.http?.response?.status !== undefined) return call;
  const { fault, error, ...rest } = call;
  const outcome = toOutcome(status) ?? { ...(fault && { fault }), ...(error && { error }) };
  return { ...rest, ...outcome, http: { ...call.http, response: { ...call.http?.response, status } } };
}

type Annotations = NonNullable<SegmentDocument['annotations']>;

/** The call's annotations and then the attempts', the last first, as many as X-Ray indexes; what is left over per attempt. */
function mergeAnnotations(
  call: SegmentDocument,
  attempts: readonly SegmentDocument[],
): { annotations: Annotations | undefined; left: readonly (Annotations | undefined)[] } {
  if (attempts.every((attempt) => attempt.annotations === undefined))
    return { annotations: call.annotations, left: [] };
  const merged = new Map(Object.entries(call.annotations ?? {}));
  const left = attempts.toReversed().map(({ annotations = {} }) => {
    const others = Object.entries(annotations).filter(([key, value]) => {
      if (!merged.has(key) && merged.size < MAX_ANNOTATIONS) merged.set(key, value);
      return merged.get(key) !== value;
    });
    return others.length === 0 ? undefined : Object.fromEntries(others);
  });
  return { annotations: Object.fromEntries(merged), left: left.toReversed() };
}

/** What an attempt tells beside what its call or its process says. */
function toRecord(attempt: SegmentDocument, annotations: Annotations | undefined): JsonValue {
  const { name, id, start_time, end_time, fault, error, throttle, http, cause, user, links, metadata } = attempt;
  const record = {
    name,
    id,
    start_time,
    end_time,
    fault,
    error,
    throttle,
    http,
    cause,
    user,
    links,
    annotations,
    metadata,
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as JsonValue;
}
