import { slotsOf } from './attribute-keys.ts';
import type { SegmentDocument } from './document.ts';
import type { SpanFacts } from './facts.ts';
import { annotationsOf } from './fields/annotations.ts';
import { awsOf, serviceAwsOf } from './fields/aws.ts';
import { causeOf } from './fields/cause.ts';
import { keepExtras } from './fields/extras.ts';
import { httpOf } from './fields/http.ts';
import { linksOf } from './fields/links.ts';
import { listedOnSpan, metadataOf } from './fields/metadata.ts';
import { nameOf, serviceNameOf } from './fields/name.ts';
import { namespaceOf } from './fields/namespace.ts';
import { type Outcome, outcomeOf } from './fields/outcome.ts';
import { serviceOf } from './fields/service.ts';
import { sqlOf } from './fields/sql.ts';
import { timesOf } from './fields/times.ts';
import { userOf } from './fields/user.ts';
import { serviceIdOf } from './ids.ts';
import { SpanKind } from './span.ts';

/** Attributes that tell of the callee: the service's own segment does without them. */
const CALLEE_KEYS = slotsOf('aws.remote.service', 'aws.remote.operation', 'remoteTarget', 'K8s.RemoteNamespace');

/** The document of a span that becomes one: a segment or a subsegment. Members are made in the order in which they take attributes. */
export function documentOf(facts: SpanFacts): SegmentDocument {
  const { shape, parentId, spanId } = facts;
  const isSubsegment = shape.form === 'subsegment';
  return assembleMembers(facts, {
    id: spanId,
    parentId,
    isSubsegment,
    name: nameOf(facts),
    namespace: isSubsegment ? namespaceOf(facts) : undefined,
    links: linksOf(facts),
    withResource: !isSubsegment || shape.isServiceRoot,
  });
}

/**
 * The two documents of a call that stands for its service too: the call, and the service's segment around it.
 *
 * @see mapping table, "Local roots": what AWS's distribution marks so is split in the same way by the Collector.
 */
export function splitDocumentsOf(facts: SpanFacts): SegmentDocument[] {
  const { traceId, spanId, span } = facts;
  const segmentId = serviceIdOf(traceId, spanId);
  const links = linksOf(facts);
  const isConsumer = span.kind === SpanKind.consumer;
  const call = assembleMembers(facts, {
    id: spanId,
    parentId: segmentId,
    isSubsegment: true,
    name: nameOf(facts),
    namespace: namespaceOf(facts),
    links: isConsumer ? undefined : links,
    withResource: false,
  });
  return [call, serviceDocumentOf(facts, call, segmentId, isConsumer ? links : undefined)];
}

interface Frame {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly isSubsegment: boolean;
  readonly name: string;
  readonly namespace: SegmentDocument['namespace'];
  readonly links: SegmentDocument['links'];
  readonly withResource: boolean;
}

function assembleMembers(facts: SpanFacts, frame: Frame): SegmentDocument {
  const outcome = outcomeOf(facts);
  const http = httpOf(facts);
  if (http?.request?.x_forwarded_for !== undefined && frame.isSubsegment && !facts.shape.isServiceRoot)
    delete http.request.x_forwarded_for;
  const cause = causeOf(facts, frame.id);
  const aws = awsOf(facts);
  const sql = sqlOf(facts);
  const user = userOf(facts);
  const { annotations, told } = annotationsOf(facts, listedOnSpan(facts), frame.withResource);
  keepExtras(facts, frame.name);
  const metadata = metadataOf(facts, told, frame.withResource);
  return toDocument(facts, frame, { outcome, cause, http, aws, sql, user, annotations, metadata });
}

function serviceDocumentOf(
  whole: SpanFacts,
  call: SegmentDocument,
  id: string,
  links: SegmentDocument['links'],
): SegmentDocument {
  // What the call's document tells of the callee is told there; everything else stands for the service as well.
  const facts: SpanFacts = {
    ...whole,
    attributes: whole.attributes.without(CALLEE_KEYS),
    extras: {},
    callee: undefined,
  };
  const { annotations, told } = annotationsOf(facts, listedOnSpan(facts), true);
  const account = call.aws?.account_id;
  const aws = serviceAwsOf(facts);
  const frame: Frame = {
    id,
    parentId: facts.parentId,
    isSubsegment: false,
    name: serviceNameOf(facts),
    namespace: undefined,
    links,
    withResource: true,
  };
  return toDocument(facts, frame, {
    outcome: outcomeOf(whole),
    cause: causeOf(facts, id),
    http: undefined,
    aws: aws === undefined || account === undefined ? aws : { ...aws, account_id: account },
    sql: call.sql,
    user: call.user,
    annotations,
    metadata: metadataOf(facts, told, true),
  });
}

/** What the fields have made of the span. */
interface Members {
  readonly outcome: Outcome;
  readonly cause: SegmentDocument['cause'];
  readonly http: SegmentDocument['http'];
  readonly aws: SegmentDocument['aws'];
  readonly sql: SegmentDocument['sql'];
  readonly user: SegmentDocument['user'];
  readonly annotations: SegmentDocument['annotations'];
  readonly metadata: SegmentDocument['metadata'];
}

// Written member by member, in the order in which they stand on the wire: spreading objects together costs more than the rest.
function toDocument(facts: SpanFacts, frame: Frame, members: Members): SegmentDocument {
  const times = timesOf(facts);
  const document: SegmentDocument = {
    id: frame.id,
    trace_id: facts.traceId,
    name: frame.name,
    start_time: times.start_time,
  };
  if (times.end_time !== undefined) document.end_time = times.end_time;
  if (times.in_progress !== undefined) document.in_progress = times.in_progress;
  if (frame.parentId !== undefined) document.parent_id = frame.parentId;
  if (frame.isSubsegment) document.type = 'subsegment';
  if (frame.namespace !== undefined) document.namespace = frame.namespace;
  const { fault, error, throttle } = members.outcome;
  if (fault) document.fault = true;
  if (error) document.error = true;
  if (throttle) document.throttle = true;
  if (members.cause !== undefined) document.cause = members.cause;
  if (members.http !== undefined) document.http = members.http;
  if (members.aws !== undefined) document.aws = members.aws;
  if (facts.resource.origin !== undefined) document.origin = facts.resource.origin;
  const service = serviceOf(facts);
  if (service !== undefined) document.service = service;
  if (members.sql !== undefined) document.sql = members.sql;
  if (members.user !== undefined) document.user = members.user;
  if (members.annotations !== undefined) document.annotations = members.annotations;
  if (members.metadata !== undefined) document.metadata = members.metadata;
  if (frame.links !== undefined) document.links = frame.links;
  return document;
}
