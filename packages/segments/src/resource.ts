import { AttributeReader, textOf } from './attributes.ts';
import type { AwsBlock, JsonValue } from './document.ts';
import { keyedText } from './fields/attribute-text.ts';
import { readLogGroups } from './fields/log-groups.ts';
import { originOf } from './fields/origin.ts';
import { readPlace, readSdk } from './fields/place.ts';
import type { ResolvedOptions } from './options.ts';
import type { Attributes, Resource } from './span.ts';
import { type TextOf, toJsonValue } from './values.ts';
import { RESOURCE_PREFIX } from './vocabulary.ts';

/** What a resource gives to each document of its spans, worked out once per resource. */
export interface ResourceParts {
  readonly attributes: Attributes;
  /** `service.name`; an SDK's placeholder for a name nobody set is replaced by something better, where there is. */
  readonly serviceName: string;
  /** Text of `telemetry.sdk.language`. */
  readonly language: string;
  /** Whether spans of it are made inside a Lambda function. */
  readonly isLambda: boolean;
  /** Whether the resource names a cloud that is not AWS: there is no `aws` block then. */
  readonly isOtherCloud: boolean;
  readonly origin: string | undefined;
  readonly version: string | undefined;
  /** All attributes as JSON, each key behind `otel.resource.`. Shared between documents: never changed. */
  readonly metadata: Readonly<Record<string, JsonValue>>;
  /** The resource's part of the `aws` block. Shared between documents: never changed. */
  readonly aws: AwsBlock;
}

type PartsByOptions = WeakMap<ResolvedOptions, ResourceParts>;
const known = new WeakMap<Resource, PartsByOptions>();

/** The resource's parts, from the cache where the resource is settled. */
export function readResource(resource: Resource | undefined, options: ResolvedOptions): ResourceParts {
  // Spans made by hand may come without one.
  if (typeof resource !== 'object' || resource === null) return read({}, options);
  let byOptions = known.get(resource);
  if (byOptions === undefined) known.set(resource, (byOptions = new WeakMap()));
  const cached = byOptions.get(options);
  if (cached !== undefined) return cached;
  const parts = read(resource.attributes ?? {}, options);
  // An asynchronous detector may still add attributes: what is read now need not hold for the next span.
  if ((resource as { asyncAttributesPending?: boolean }).asyncAttributesPending !== true) byOptions.set(options, parts);
  return parts;
}

function read(attributes: Attributes, options: ResolvedOptions): ResourceParts {
  const provider = textOf(attributes, 'cloud.provider');
  const text = keyedText({ options, attributes: new AttributeReader(attributes) });
  const own = (key: string): string => text(textOf(attributes, key), key);
  const aws = readPlace(attributes);
  const logGroups = readLogGroups(attributes, options.logGroupNames);
  if (logGroups !== undefined) aws.cloudwatch_logs = logGroups;
  aws.xray = readSdk(attributes);
  return {
    attributes,
    serviceName: readServiceName(attributes),
    language: textOf(attributes, 'telemetry.sdk.language'),
    isLambda: textOf(attributes, 'cloud.platform') === 'aws_lambda',
    isOtherCloud: provider !== '' && provider !== 'aws',
    origin: originOf(attributes),
    version: own('service.version') || own('container.image.tag') || undefined,
    metadata: readMetadata(attributes, text),
    // No member's name says how its text is to be treated: each only loses its credentials.
    aws: toJsonValue(aws, (value) => options.redact('attribute', value)) as AwsBlock,
  };
}

function readMetadata(attributes: Attributes, text: TextOf): Record<string, JsonValue> {
  const metadata = withRoomFor(attributes);
  for (const key in metadata) {
    const name = key.slice(RESOURCE_PREFIX.length);
    metadata[key] = toJsonValue(attributes[name], text, name);
  }
  return metadata;
}

/**
 * An object with the keys of these attributes, each behind `otel.resource.`. The engine makes a hash table of one that grows member
 * by member to more than a dozen, and each copy of it, and its JSON, would take twice as long; one that is parsed has room for all
 * of them. The keys alone are parsed: values may unfold to more than a text can hold.
 */
function withRoomFor(attributes: Attributes): Record<string, JsonValue> {
  let members = '';
  for (const name of Object.keys(attributes)) {
    if (attributes[name] === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(RESOURCE_PREFIX + name)}:null`;
  }
  return JSON.parse(`{${members}}`) as Record<string, JsonValue>;
}

const PLACEHOLDER = /^unknown_service(?::(.+))?$/;

/** SDKs name a service that nobody named `unknown_service:node`: the function's name, or the program's alone, says more. */
function readServiceName(attributes: Attributes): string {
  const name = textOf(attributes, 'service.name');
  // The detector of Elastic Beanstalk writes the platform's name over the service's own; the environment's tells which one it is.
  if (name === 'aws_elastic_beanstalk') return textOf(attributes, 'service.namespace') || name;
  const placeholder = name.startsWith('unknown') ? PLACEHOLDER.exec(name) : null;
  if (placeholder === null) return name;
  return textOf(attributes, 'faas.name') || (placeholder[1] ?? '');
}
