import { slotOf, slotsOf } from './attribute-keys.ts';
import type { AttributeReader } from './attributes.ts';
import { Family } from './families.ts';
import { isInvocation } from './invocation.ts';
import type { ResolvedOptions } from './options.ts';
import type { ResourceParts } from './resource.ts';
import { SpanKind } from './span.ts';

/**
 * What a span becomes.
 *
 * - `segment`: the service's own work, a node on the map.
 * - `subsegment`: work below a segment, independent until it is put into its parent.
 * - `split`: a call that no span of the service stands around, or a step of a library. It becomes the service's segment with the
 *   call as a subsegment below, since a segment alone would show the callee, or the step, as if it were the service.
 */
export interface Shape {
  readonly form: 'segment' | 'subsegment' | 'split';
  /** Whether the span calls something (client, producer, or a consumer that receives), and is named after the callee. */
  readonly isCall: boolean;
  /** Whether it stands for the service: a segment, or in Lambda the invocation's subsegment below Lambda's own segment. */
  readonly isServiceRoot: boolean;
  /** Marked by `aws.span.kind: LOCAL_ROOT`, as AWS's distribution does. */
  readonly isMarkedRoot: boolean;
}

export interface ShapeInput {
  readonly kind: number;
  readonly hasParent: boolean;
  /** `isRemote` of the parent's context; `undefined` where nobody knows. */
  readonly parentIsRemote: boolean | undefined;
  readonly attributes: AttributeReader;
  readonly isAwsCall: boolean;
  readonly resource: Pick<ResourceParts, 'isLambda'>;
  readonly options: Pick<ResolvedOptions, 'lambdaRoot'>;
  /** Name of the instrumentation scope, where there is one. */
  readonly scope?: string | undefined;
}

const AWS_SPAN_KIND = slotOf('aws.span.kind');

/** Decides segment or subsegment. A span without a parent is a segment everywhere. */
export function decideShape(input: ShapeInput): Shape {
  const isMarkedRoot = input.attributes.hasFamily(Family.aws) && input.attributes.text(AWS_SPAN_KIND) === 'LOCAL_ROOT';
  const isCall = isCallOf(input, isMarkedRoot);
  if (!input.hasParent) {
    const isSplit = isCall || (!isMarkedRoot && isStep(input));
    return { form: isSplit ? 'split' : 'segment', isCall, isServiceRoot: true, isMarkedRoot };
  }

  const isRoot = isMarkedRoot || isRootBelowParent(input);
  const isInLambda = input.resource.isLambda || isInvocation(input.kind, input.attributes);
  if (isInLambda && input.options.lambdaRoot === 'subsegment') {
    return { form: 'subsegment', isCall, isServiceRoot: isRoot && !isCall, isMarkedRoot };
  }
  if (!isRoot) return { form: 'subsegment', isCall, isServiceRoot: false, isMarkedRoot };
  return { form: isCall ? 'split' : 'segment', isCall, isServiceRoot: true, isMarkedRoot };
}

const INSTRUMENTATION = /\binstrumentation-|\/(?:instrumentation|otel)$/;

/** What an instrumentation tells of a library's inner work (a socket, a file, a middleware) is no service, also as a root. */
function isStep({ kind, scope }: ShapeInput): boolean {
  return kind === SpanKind.internal && scope !== undefined && INSTRUMENTATION.test(scope);
}

function isRootBelowParent({ kind, parentIsRemote }: ShapeInput): boolean {
  switch (kind) {
    case SpanKind.server:
      // A server span with a parent of unknown whereabouts is the usual case: only a parent known to be local says otherwise.
      return parentIsRemote !== false;
    case SpanKind.client:
    case SpanKind.producer:
    case SpanKind.consumer:
      return parentIsRemote === true;
    default:
      return false;
  }
}

const RECEIVING = new Set(['receive', 'poll', 'peek', 'pull']);

const OPERATION_KEYS = slotsOf('messaging.operation.type', 'messaging.operation');

function isCallOf({ kind, attributes, isAwsCall }: ShapeInput, isMarkedRoot: boolean): boolean {
  if (kind === SpanKind.client || kind === SpanKind.producer) return true;
  if (kind !== SpanKind.consumer) return false;
  if (isAwsCall) return true;
  const operation = attributes.firstText(OPERATION_KEYS);
  // AWS's distribution marks consumers that call (its mark decides), unless they say that they process.
  return RECEIVING.has(operation) || (isMarkedRoot && operation !== 'process');
}
