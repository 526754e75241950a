import type { SegmentDocument, Subsegment } from '@otel-xray/segments';

const RESOURCES = [
  'table_name',
  'table_names',
  'queue_url',
  'bucket_name',
  'topic_arn',
  'function_name',
  'stream_name',
  'state_machine_arn',
  'activity_arn',
  'secret_arn',
] as const;

const MAX_MESSAGE_CHARS = 60;

/** What a person reads off the documents, a line for each segment and each callee; steps within a service are counted. */
export function describeDocuments(documents: readonly SegmentDocument[]): string[] {
  return documents.flatMap((document) => linesOf(document, 0));
}

function linesOf(document: Subsegment, depth: number): string[] {
  const { subsegments = [] } = document;
  const isStep = (one: Subsegment): boolean => depthOf(one) === 0 && describe(one) === one.name;
  const steps = subsegments.filter(isStep).reduce((sum, one) => sum + countOf(one), 0);
  const others = subsegments.filter((one) => !isStep(one)).flatMap((one) => linesOf(one, depth + 1));
  return [`${'↳ '.repeat(depth)}${describe(document)}${steps > 0 ? `, ${steps} steps` : ''}`, ...others];
}

/** How deep something worth telling lies below; 0 if there is nothing. */
function depthOf({ subsegments = [] }: Subsegment): number {
  return Math.max(0, ...subsegments.map((one) => (describe(one) === one.name ? 0 : 1) + depthOf(one)));
}

function countOf({ subsegments = [] }: Subsegment): number {
  return subsegments.reduce((sum, one) => sum + countOf(one), 1);
}

function describe(document: Subsegment): string {
  const { name, namespace, parent_id, type, links } = document;
  const parts = [
    type === 'subsegment' ? 'below a parent elsewhere' : parent_id === undefined ? '' : 'has a parent',
    awsOf(document),
    httpOf(document),
    document.sql?.sanitized_query ?? document.sql?.url ?? '',
    ['error', 'fault', 'throttle'].filter((flag) => document[flag as 'fault'] === true).join('+'),
    ...(document.cause?.exceptions ?? []).map(exceptionOf),
    links === undefined ? '' : `${links.length} links`,
    document.user === undefined ? '' : `user ${document.user}`,
  ].filter((part) => part !== '');
  return [namespace === undefined ? name : `${name} (${namespace})`, parts.join(', ')]
    .filter((part) => part !== '')
    .join(': ');
}

function awsOf({ aws = {}, namespace, origin }: Subsegment): string {
  const where = [origin, aws.ecs && 'ecs', aws.eks && 'eks', aws.elastic_beanstalk && 'beanstalk'];
  if (namespace !== 'aws') return where.filter(Boolean).join(' ');
  const resource = RESOURCES.map((key) => aws[key]).find((value) => value !== undefined);
  const retries = aws.retries === undefined || aws.retries === 0 ? '' : `${aws.retries} retries`;
  return [aws.operation, resource?.toString(), aws.region, aws.request_id && 'request id', retries]
    .filter(Boolean)
    .join(' ');
}

function httpOf({ http }: Subsegment): string {
  return [http?.request?.method, http?.request?.url, http?.response?.status]
    .filter((part) => part !== undefined)
    .join(' ');
}

function exceptionOf({
  type = '',
  message = '',
  stack,
}: NonNullable<Subsegment['cause']>['exceptions'][number]): string {
  const [line = ''] = message.split('\n');
  const short = line.length > MAX_MESSAGE_CHARS ? `${line.slice(0, MAX_MESSAGE_CHARS)}…` : line;
  return `${[type, short].filter((part) => part !== '').join(': ')} (${stack?.length ?? 0} frames)`;
}
