import type { Attributes, Link } from '@opentelemetry/api';
import { linksFromSqsEvent } from '@otel-xray/propagator';
import type { ApiGatewayEvent, ApiGatewayResponse, SqsEvent } from '../src/events.ts';

/** What an event says of the invocation that it starts. */
export interface EventFacts {
  readonly attributes: Attributes;
  readonly links: Link[];
  /** Where a caller outside AWS may have put a trace context. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Attributes and links of the invocation's span, by the kind of event.
 *
 * @see OpenTelemetry semantic conventions, "FaaS spans", "HTTP server" and "Messaging spans".
 */
export function toEventFacts(event: unknown): EventFacts {
  if (isApiGatewayEvent(event)) return { attributes: httpAttributes(event), links: [], headers: event.headers };
  if (isSqsEvent(event)) return { attributes: sqsAttributes(event), links: linksFromSqsEvent(event), headers: {} };
  return { attributes: {}, links: [], headers: {} };
}

/** Attributes that the handler's answer adds: the HTTP status, for a handler behind API Gateway. */
export function toResponseAttributes(event: unknown, response: unknown): Attributes {
  if (!isApiGatewayEvent(event)) return {};
  const status = (response as Partial<ApiGatewayResponse> | undefined)?.statusCode;
  return typeof status === 'number' ? { 'http.response.status_code': status } : {};
}

function httpAttributes({ httpMethod, path, resource, headers, requestContext }: ApiGatewayEvent): Attributes {
  return {
    'faas.trigger': 'http',
    'http.request.method': httpMethod,
    'http.route': resource,
    'url.scheme': headers['X-Forwarded-Proto'] ?? 'https',
    'url.path': path,
    'server.address': requestContext.domainName,
    'client.address': requestContext.identity.sourceIp,
    'user_agent.original': headers['User-Agent'],
  };
}

function sqsAttributes({ Records: records }: SqsEvent): Attributes {
  return {
    'faas.trigger': 'pubsub',
    'messaging.system': 'aws_sqs',
    'messaging.operation.type': 'process',
    'messaging.destination.name': records[0]?.eventSourceARN.split(':').at(-1),
    'messaging.batch.message_count': records.length,
  };
}

function isApiGatewayEvent(event: unknown): event is ApiGatewayEvent {
  return typeof event === 'object' && event !== null && 'httpMethod' in event && 'requestContext' in event;
}

function isSqsEvent(event: unknown): event is SqsEvent {
  const records = (event as Partial<SqsEvent> | null | undefined)?.Records;
  return Array.isArray(records) && records[0]?.eventSource === 'aws:sqs';
}
