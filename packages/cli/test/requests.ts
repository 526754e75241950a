export const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
export const xrayTraceId = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

/** A server span as OTLP/JSON, with the members that a test is about. */
export function spanOf(members: object = {}): object {
  return {
    traceId,
    spanId: '00f067aa0ba902b7',
    name: 'GET /orders',
    kind: 2,
    startTimeUnixNano: '1726531200001000000',
    endTimeUnixNano: '1726531200250000000',
    ...members,
  };
}

/** A trace export request with these spans of the service `orders`. */
export function requestOf(...spans: readonly unknown[]): object {
  const attributes = [{ key: 'service.name', value: { stringValue: 'orders' } }];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: 'orders-app' }, spans }] }] };
}

/** One line, as the Collector's file exporter writes it. */
export function lineOf(...spans: readonly unknown[]): string {
  return `${JSON.stringify(requestOf(...spans))}\n`;
}

/** The `n`th of many span ids. */
export function spanIdOf(n: number): string {
  return n.toString(16).padStart(16, '0');
}
