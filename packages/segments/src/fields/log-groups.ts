import type { LogGroup } from '../document.ts';
import type { Attributes } from '../span.ts';

/**
 * `aws.cloudwatch_logs`, where X-Ray's console looks for the trace's logs: the resource's log group ARNs, else its names, else
 * the names (or ARNs) of the options. `undefined` where nothing names one.
 *
 * @see mapping table, "aws": an attribute is a list as an array or as a text joined by `&`.
 */
export function readLogGroups(attributes: Attributes, configured: readonly string[]): LogGroup[] | undefined {
  const arns = toList(attributes['aws.log.group.arns']);
  const names = arns.length > 0 ? [] : toList(attributes['aws.log.group.names']);
  const groups = arns.length > 0 ? arns.map(fromArn) : (names.length > 0 ? names : configured).map(fromName);
  const named = groups.filter((group) => group.log_group !== undefined);
  return named.length === 0 ? undefined : named;
}

function toList(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === 'string' ? item : ''));
  if (typeof value === 'string') return value.split('&').filter((piece) => piece !== '');
  return [];
}

function fromName(name: string): LogGroup {
  if (name === '') return {};
  return name.startsWith('arn:') ? fromArn(name) : { log_group: name.endsWith(':*') ? name.slice(0, -2) : name };
}

/** `arn:aws:logs:<region>:<account>:log-group:<name>[:*]`: the name is the seventh part. */
function fromArn(arn: string): LogGroup {
  // CloudWatch hands out group ARNs with `:*` behind, which breaks the console's link from the trace to its logs.
  const bare = arn.endsWith(':*') ? arn.slice(0, -2) : arn;
  const name = bare.split(':')[6] ?? bare;
  return name === '' ? {} : { log_group: name, arn: bare };
}
