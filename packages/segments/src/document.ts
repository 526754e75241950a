/**
 * The segment document as it goes over the wire, field by field.
 *
 * Sources: [guide] "X-Ray segment documents", AWS X-Ray developer guide; [schema] the published segment document schema
 * 1.0.0 (`test/schema`), older than the guide and stricter in places; [collector] what the OpenTelemetry Collector's
 * exporter writes and X-Ray shows. Unless a field says otherwise, a text is at most 250 characters [guide].
 */

/** `1-<8 hex digits: Unix seconds>-<24 hex digits>`, 35 characters: `1-6553f100-a1b2c3d4e5f60718293a4b5c`. [guide] */
export type XRayTraceId = `1-${string}-${string}`;

/** Any JSON value; what metadata and link attributes may hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** An annotation's value: indexed by X-Ray, searchable; a text of at most 1,000 characters. [schema] */
export type AnnotationValue = string | number | boolean;

/** One frame of a stack. [guide] */
export interface StackFrame {
  /** File, as the runtime names it; a path, a URL, or `native`. */
  path: string;
  /** Line in the file, from 1; `0` if unknown. */
  line: number;
  /** Function; `anonymous` is not written, an unknown one is `''`. */
  label: string;
}

export interface ExceptionRecord {
  /** 16 hex digits, unique in the trace. [guide] */
  id: string;
  /** No limit of its own: the document's counts. */
  message?: string;
  /** The class, or the code where the SDK preferred that. */
  type?: string;
  /** Whether the downstream service threw it. */
  remote?: boolean;
  /** Frames that were left out of `stack`. */
  truncated?: number;
  /** Exceptions between this one and its child that were left out. */
  skipped?: number;
  /** `id` of the exception that caused this one. */
  cause?: string;
  /** Innermost frame first. */
  stack?: StackFrame[];
}

export interface Cause {
  exceptions: ExceptionRecord[];
}

export interface HttpBlock {
  request?: {
    /** `GET`; at most 250 characters. */
    method?: string;
    /** The whole URL. [schema] says 250 characters, X-Ray takes longer ones: never cut by us. */
    url?: string;
    user_agent?: string;
    client_ip?: string;
    /** The client's address was told by a header and not by the connection. Segments only. [guide] */
    x_forwarded_for?: boolean;
  };
  response?: {
    /** HTTP status code, integer. */
    status?: number;
    /** Length of the answer's body in bytes, integer. */
    content_length?: number;
  };
}

export interface LogGroup {
  log_group?: string;
  arn?: string;
}

/** Where it ran (segments) and what was called (subsegments). [guide] for most, the rest as the X-Ray SDKs spell it. */
export interface AwsBlock {
  account_id?: string;
  /** `UpdateItem`. */
  operation?: string;
  /** `eu-west-1`. */
  region?: string;
  request_id?: string;
  /** S3's second, extended request id. */
  id_2?: string;
  /** Attempts beyond the first, integer. */
  retries?: number;
  queue_url?: string;
  table_name?: string;
  table_names?: string[];
  bucket_name?: string;
  key?: string;
  topic_arn?: string;
  function_name?: string;
  stream_name?: string;
  stream_arn?: string;
  state_machine_arn?: string;
  activity_arn?: string;
  secret_arn?: string;
  ec2?: { instance_id?: string; availability_zone?: string; instance_size?: string; ami_id?: string };
  ecs?: {
    container?: string;
    container_id?: string;
    availability_zone?: string;
    container_arn?: string;
    cluster_arn?: string;
    task_arn?: string;
    task_family?: string;
    launch_type?: string;
  };
  eks?: { cluster_name?: string; pod?: string; container_id?: string };
  elastic_beanstalk?: { environment_name?: string; version_label?: string; deployment_id?: number };
  cloudwatch_logs?: LogGroup[];
  xray?: { sdk?: string; sdk_version?: string; auto_instrumentation?: boolean };
}

/** An SQL call. Subsegments. [guide] */
export interface SqlBlock {
  /** Connection string that is no URL, without passwords. */
  connection_string?: string;
  /** Connection URL, without passwords: `postgresql://db.internal:5432/shop`. */
  url?: string;
  /** The text, literals replaced by `?`. */
  sanitized_query?: string;
  /** `postgresql`. */
  database_type?: string;
  user?: string;
}

/** A span of another trace that this one belongs with; X-Ray draws it dashed. At most 20 a segment. [collector] */
export interface TraceLink {
  trace_id: string;
  id: string;
  attributes?: Record<string, JsonValue>;
}

/**
 * One document: a segment, or with `type: 'subsegment'` an independent subsegment; at most 64 kB as JSON. [guide]
 * `id` and `trace_id` stand first, since the daemon's log finds them by position.
 */
export interface SegmentDocument {
  /** 16 lower-case hex digits, unique in the trace. */
  id: string;
  trace_id: XRayTraceId;
  /** 1 to 200 characters: letters, digits, white space and `_ . : / % & # = + \ - @`. */
  name: string;
  /** Unix time in seconds, with fraction: `1480615200.010`. */
  start_time: number;
  /** Unix time in seconds. Either this or `in_progress`. */
  end_time?: number;
  /** `true` until the span ends; the document that has an `end_time` overwrites this one. */
  in_progress?: true;
  /** 16 hex digits. Required on independent subsegments. */
  parent_id?: string;
  type?: 'subsegment';
  /** Makes a node on the map of what was called: `aws` for AWS services, `remote` for others. Subsegments. */
  namespace?: 'aws' | 'remote';
  /** The server's doing, 5xx. Present or absent, never `false`. */
  fault?: true;
  /** The client's doing, 4xx. */
  error?: true;
  /** Too many requests, 429 and what AWS services answer instead. */
  throttle?: true;
  cause?: Cause;
  http?: HttpBlock;
  aws?: AwsBlock;
  /** What ran it: `AWS::Lambda::Function`. */
  origin?: string;
  service?: { version?: string };
  sql?: SqlBlock;
  /** Who made the request. Indexed. */
  user?: string;
  /** At most 50 a trace; keys of letters, digits, `_` and `.`, at most 500 characters. Indexed. */
  annotations?: Record<string, AnnotationValue>;
  /** By namespace, then key. Not indexed. */
  metadata?: Record<string, Record<string, JsonValue>>;
  links?: TraceLink[];
  /** Children that are sent inside their parent, oldest first. */
  subsegments?: Subsegment[];
}

/** A child inside its parent's document: without the members that the parent makes redundant. */
export type Subsegment = Omit<SegmentDocument, 'trace_id' | 'parent_id' | 'type'> &
  Partial<Pick<SegmentDocument, 'trace_id' | 'parent_id' | 'type'>>;
