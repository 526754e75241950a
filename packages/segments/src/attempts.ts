import type { Node } from './node.ts';
import { hostOfUrl } from './urls.ts';

/** Where credentials come from inside AWS (instance and task metadata): asked below a call, but no attempt of it. */
const METADATA_HOST = /^(?:169\.254\.|fd00:ec2::)/;

const AWS_HOST = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws)$/;

/**
 * The children that are attempts of an AWS SDK call: plain HTTP requests to its service. Below a call there can be others: of an
 * identity provider, or of an agent that hands out credentials. Where requests went to several hosts, the ones that count are
 * those to a host named after the service, else to AWS, else to where the last one went.
 */
export function attemptsOf(call: Node): readonly Node[] {
  if (call.document.namespace !== 'aws' || call.document.aws?.operation === undefined) return [];
  const requests = call.children.filter(isRequest);
  if (requests.length < 2) return requests;
  const toAws = requests.filter((request) => AWS_HOST.test(hostOf(request)));
  const toService = toAws.filter((request) => isNamedAfter(hostOf(request), call.document.name));
  if (toService.length > 0) return toService;
  const known = toAws.length > 0 ? toAws : requests;
  const last = authorityOf(known.at(-1) as Node);
  return known.filter((request) => authorityOf(request) === last);
}

/** A plain HTTP request: a call that names no AWS operation and no database, and does not ask for credentials. */
function isRequest({ document }: Node): boolean {
  return (
    document.namespace === 'remote' &&
    document.http?.request?.url !== undefined &&
    document.sql === undefined &&
    document.aws?.operation === undefined &&
    !METADATA_HOST.test(hostOfUrl(document.http.request.url))
  );
}

function hostOf({ document }: Node): string {
  return hostOfUrl(document.http?.request?.url ?? '');
}

/** Host and port: agents and stand-ins may share a host. */
function authorityOf({ document }: Node): string | undefined {
  return document.http?.request?.url?.split('/')[2];
}

/** `Secrets Manager` at `secretsmanager.eu-central-1.amazonaws.com`, `S3` at `receipts.s3-accelerate.amazonaws.com`. */
function isNamedAfter(host: string, service: string): boolean {
  const name = service.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  return host.split('.').some((label) => label === name || label.startsWith(`${name}-`));
}
