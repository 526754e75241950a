import { MAX_TEXT_CHARS } from './limits.ts';
import type { ObjectShape, Shape } from './shape.ts';

/**
 * The members of a segment document and their types: those of the guide, of the schema, and those in use that both lack.
 * `free` ones have rules of their own.
 */
const text: Shape = { is: 'text' };
const shortText: Shape = { is: 'text', maxChars: MAX_TEXT_CHARS };
const integer: Shape = { is: 'integer' };
const boolean: Shape = { is: 'boolean' };
const free: Shape = { is: 'free' };
const texts: Shape = { is: 'list', of: text };

function object(members: Readonly<Record<string, Shape>>): ObjectShape {
  return { is: 'object', members };
}

function membersOf(shape: Shape, ...names: readonly string[]): Record<string, Shape> {
  return Object.fromEntries(names.map((name) => [name, shape]));
}

function textMembers(...names: readonly string[]): Record<string, Shape> {
  return membersOf(text, ...names);
}

const http = object({
  request: object({
    method: shortText,
    // The schema's 250 characters are outdated: longer ones are taken.
    url: text,
    user_agent: shortText,
    client_ip: shortText,
    x_forwarded_for: boolean,
    traced: boolean,
  }),
  response: object({ status: integer, content_length: integer }),
});

const aws: ObjectShape = {
  is: 'object',
  // The X-Ray SDKs put parameters of the call here by a list for each service, and X-Ray shows them as they are.
  isOpen: true,
  members: {
    ...textMembers('account_id', 'operation', 'region', 'request_id', 'id_2', 'queue_url', 'table_name', 'bucket_name'),
    ...textMembers('key', 'topic_arn', 'function_name', 'stream_name'),
    retries: integer,
    table_names: texts,
    resource_names: texts,
    ec2: object(textMembers('instance_id', 'availability_zone', 'instance_size', 'ami_id')),
    ecs: object({
      ...textMembers('container', 'container_id', 'availability_zone', 'container_arn', 'cluster_arn'),
      ...textMembers('task_arn', 'task_family', 'launch_type'),
    }),
    eks: object(textMembers('cluster_name', 'pod', 'container_id')),
    elastic_beanstalk: object({ environment_name: text, version_label: text, deployment_id: integer }),
    cloudwatch_logs: { is: 'list', of: object(textMembers('log_group', 'arn')) },
    xray: object({
      ...textMembers('sdk', 'sdk_version', 'rule_name', 'sampling_rule_name', 'package'),
      auto_instrumentation: boolean,
    }),
    tracing: object({ sdk: text }),
  },
};

const sql = object({
  ...textMembers('connection_string', 'url', 'sanitized_query', 'database_type', 'database_version', 'driver_version'),
  ...textMembers('preparation'),
  user: shortText,
});

const exception = object({
  ...textMembers('message', 'type', 'cause'),
  id: free,
  remote: boolean,
  truncated: integer,
  skipped: integer,
  stack: { is: 'list', of: object({ path: text, line: integer, label: text }) },
});

const cause: ObjectShape = {
  ...object({ working_directory: text, paths: texts, exceptions: { is: 'list', of: exception } }),
  // The id of an exception may stand here instead.
  mayBeOther: true,
};

const service = object(textMembers('version', 'name', 'runtime', 'runtime_version', 'compiler', 'compiler_version'));

/** Of a segment and of a subsegment. */
export const ENTITY: ObjectShape = object({
  ...membersOf(free, 'id', 'trace_id', 'parent_id', 'name', 'start_time', 'end_time'),
  ...membersOf(free, 'annotations', 'metadata', 'links', 'subsegments'),
  ...membersOf(boolean, 'in_progress', 'fault', 'error', 'throttle', 'traced', 'inferred'),
  ...membersOf(text, 'type', 'namespace', 'origin', 'resource_arn'),
  user: shortText,
  precursor_ids: texts,
  http,
  aws,
  sql,
  cause,
  service,
});

/** Members that mean something on subsegments alone. */
export const SUBSEGMENT_ONLY: readonly string[] = ['sql', 'traced', 'precursor_ids'];
