import {
  CONSUMER,
  type Difference,
  INTERNAL,
  isAwsCall,
  has,
  isCall,
  isMarkedRoot,
  isRoot,
  kindIs,
  SERVER,
  text,
} from './condition.ts';

/** What becomes a segment, and what the segment of a call that stands for its service holds. */
export const rootDifferences: readonly Difference[] = [
  {
    id: 'D01',
    path: /^\/length$/,
    applies: ({ span }) => isCall(span) && isRoot(span) && !isMarkedRoot(span),
    why: 'A call without a span of its own service around it becomes the service with the call below, so that the map does not show the callee as the service.',
  },
  {
    id: 'D02',
    path: /^\/\d+\/(name|type|namespace|metadata(\/default(\/otel\.resource\.[^/]+(\/[^/]+)*)?)?|annotations(\/otel\.resource\.[^/]+)?)$/,
    applies: ({ span }) => span.kind === CONSUMER && !isCall(span) && isRoot(span),
    why: "A consumer that processes messages is the service's own segment, with the service's name and resource.",
  },
  {
    id: 'D02',
    path: /^\/length$/,
    applies: ({ span }) => span.kind === CONSUMER && !isCall(span) && isMarkedRoot(span),
    why: "A consumer that processes messages is the service's own segment, also where it is marked as a local root.",
  },
  {
    id: 'D03',
    path: /^\/\d+\/(type|namespace|metadata(\/default(\/otel\.resource\.[^/]+(\/[^/]+)*)?)?|annotations(\/otel\.resource\.[^/]+)?)$/,
    applies: ({ span }) => span.kind === SERVER && span.parentSpanContext?.isRemote === false,
    why: 'A server span below a span of the same process is a subsegment: one request is one segment.',
  },
  {
    id: 'D04',
    path: /^\/\d+\/namespace$/,
    applies: ({ span }) =>
      (kindIs(span, SERVER) || (kindIs(span, INTERNAL) && span.parentSpanContext === undefined)) &&
      (isAwsCall(span) || has(span, 'aws.service')),
    why: 'A namespace belongs on subsegments; on a segment it would make a service look like a callee.',
  },
  {
    id: 'D05',
    path: /^\/\d+\/(metadata(\/default(\/otel\.resource\.[^/]+(\/[^/]+)*)?)?|annotations(\/otel\.resource\.[^/]+)?)$/,
    applies: ({ span }) => isMarkedRoot(span) && span.parentSpanContext !== undefined,
    why: "A local root's segment stands for the service and keeps the resource's attributes, also where it has a parent.",
  },
  {
    id: 'D06',
    path: /^\/1\/metadata(\/[^/]*)*$/,
    applies: ({ span }) => isMarkedRoot(span) && isCall(span),
    why: "The service's segment keeps the metadata that its annotations stand beside.",
  },
  {
    id: 'D06',
    path: /^\/1\/aws\/account_id$/,
    applies: ({ span }) =>
      isMarkedRoot(span) &&
      isCall(span) &&
      (span.resource.attributes['cloud.account.id'] !== undefined || text(span, 'aws.account_id') !== ''),
    why: "The service's segment keeps the account that it runs in.",
  },
  {
    id: 'D07',
    path: /^\/1\/name$/,
    applies: ({ span }) => isMarkedRoot(span) && isCall(span) && text(span, 'aws.local.service') === '',
    why: "The service's segment is never named after what it calls.",
  },
];
