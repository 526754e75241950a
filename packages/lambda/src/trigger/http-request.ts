import type { Attributes } from '@opentelemetry/api';
import { toClientAttributes } from './client-address.ts';
import { headerOf, type Headers } from './headers.ts';

/** An HTTP request, as the events of all fronts tell it. A part that the event does not tell is `undefined`. */
export interface HttpRequest {
  readonly headers: Headers;
  readonly method?: string | undefined;
  /** The scheme where `X-Forwarded-Proto` tells none. */
  readonly scheme?: string | undefined;
  /** The host where the front knows it; else the `Host` header is asked. */
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  /** Encoded, without `?`. */
  readonly query?: string | undefined;
  /** A template: `/orders/{id}`. */
  readonly route?: string | undefined;
  /** The address that connected to the front. */
  readonly peer?: string | undefined;
  readonly userAgent?: string | undefined;
  /** `HTTP/1.1`. */
  readonly protocol?: string | undefined;
}

/**
 * Attributes of a request that an HTTP front passed on; what it does not tell is `undefined`.
 *
 * `url.full` is set beside its parts since the official instrumentation sets it; the parts are what the conventions ask
 * for on a server's side.
 *
 * @see OpenTelemetry semantic conventions, "HTTP server" and "AWS Lambda", API Gateway.
 */
export function toHttpAttributes(request: HttpRequest): Attributes {
  const { headers, method } = request;
  const isKnown = method === undefined || KNOWN_METHODS.test(method);
  return {
    'faas.trigger': 'http',
    'http.request.method': isKnown ? method : '_OTHER',
    'http.request.method_original': isKnown ? undefined : method,
    'http.route': request.route,
    ...toUrlAttributes(request),
    ...toClientAttributes(headerOf(headers, 'x-forwarded-for'), request.peer),
    'user_agent.original': request.userAgent ?? headerOf(headers, 'user-agent'),
    // `HTTP/1.1` → `1.1`, `HTTP/2.0` → `2`, as the conventions write them.
    'network.protocol.version': /^HTTP\/(\d(?:\.[1-9])?)/.exec(request.protocol ?? '')?.[1],
  };
}

/** The methods that the conventions know; any other might make an attribute of endless values. */
const KNOWN_METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE|QUERY)$/;

const HOST = /^(.+?)(?::(\d{1,5}))?$/;
const USUAL_PORT = /^(?:http:80|https:443)$/;

function toUrlAttributes({ headers, scheme, host, path, query }: HttpRequest): Attributes {
  const forwarded = headerOf(headers, 'x-forwarded-proto') ?? '';
  const proto = scheme !== 'wss' && /^https?$/i.test(forwarded) ? forwarded.toLowerCase() : scheme;
  const [, address, ownPort] = HOST.exec(host ?? headerOf(headers, 'host') ?? '') ?? [];
  const port = ownPort ?? /^\d{1,5}$/.exec(headerOf(headers, 'x-forwarded-port') ?? '')?.[0];
  const authority = !port || USUAL_PORT.test(`${proto}:${port}`) ? address : `${address}:${port}`;
  return {
    'url.full': proto && address && path && `${proto}://${authority}${path}${query ? `?${query}` : ''}`,
    'url.scheme': proto,
    'url.path': path,
    'url.query': query,
    'server.address': address,
    'server.port': address && port ? Number(port) : undefined,
  };
}
