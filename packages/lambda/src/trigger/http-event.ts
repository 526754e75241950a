import { readHeaders } from './headers.ts';
import { type Front, toStatusAttributes } from './http-answer.ts';
import { toHttpAttributes } from './http-request.ts';
import { at, isObject, present, textAt } from './members.ts';
import { percentEncode, readQuery } from './query.ts';
import { toTrigger, type Trigger } from './trigger.ts';

/**
 * A request that API Gateway (REST, HTTP and WebSocket APIs), a load balancer or a function URL passed on. They tell the
 * same under few names, so one reader asks each name in turn; who asks matters for the answer alone.
 *
 * Of a WebSocket API every event counts as a request: a connection that opens or ends, and each message in between. Its
 * `http.route` is the route key (`$connect`, `sendOrder`).
 *
 * @see API Gateway developer guide, "Lambda proxy integrations"; Lambda developer guide, "Invoking function URLs";
 *   Application Load Balancer user guide, "Use Lambda functions as targets".
 */
export function readHttp(event: unknown): Trigger | undefined {
  const context = at(event, 'requestContext');
  const front = frontOf(event, context);
  if (front === undefined) return undefined;
  const headers = readHeaders(event);
  return toTrigger({
    attributes: present({
      ...toHttpAttributes({
        headers,
        method: textAt(context, 'http', 'method') ?? textAt(event, 'httpMethod'),
        scheme: SCHEMES[front],
        host: textAt(context, 'domainName'),
        // The `path` of a REST API's event lacks the stage that stands in the URL.
        path: textAt(event, 'rawPath') ?? textAt(context, 'path') ?? textAt(event, 'path'),
        query: textAt(event, 'rawQueryString') ?? readQuery(event, front === 'loadBalancer' ? String : percentEncode),
        route: front === 'webSocket' ? textAt(context, 'routeKey') : routeOf(event),
        peer: textAt(context, 'http', 'sourceIp') ?? textAt(context, 'identity', 'sourceIp'),
        userAgent: textAt(context, 'http', 'userAgent') ?? textAt(context, 'identity', 'userAgent'),
        protocol: textAt(context, 'http', 'protocol') ?? textAt(context, 'protocol'),
      }),
      'aws.elb.target_group.arn': textAt(context, 'elb', 'targetGroupArn'),
    }),
    carrier: headers,
    toResponseAttributes: (response) => toStatusAttributes(front, response),
  });
}

/** A load balancer always tells the scheme; the others take TLS alone. */
const SCHEMES: Partial<Record<Front, string>> = { rest: 'https', http1: 'https', http2: 'https', webSocket: 'wss' };

function frontOf(event: unknown, context: unknown): Front | undefined {
  if (isObject(at(context, 'http'))) return 'http2';
  if (isObject(at(context, 'elb'))) return 'loadBalancer';
  if (textAt(context, 'connectionId')) return 'webSocket';
  if (!isObject(context) || !textAt(event, 'httpMethod')) return undefined;
  return textAt(event, 'version') === '1.0' ? 'http1' : 'rest';
}

/** `/orders/{id}`, in format 2.0 behind the method; `$default` is no route. */
function routeOf(event: unknown): string | undefined {
  const route = textAt(event, 'resource') ?? textAt(event, 'routeKey')?.split(' ')[1];
  return route?.startsWith('/') ? route : undefined;
}
