import type { TextMapGetter } from '@opentelemetry/api';
import type { Incident, Incidents } from './incidents.ts';
import { parseTraceHeader } from './trace-header.ts';
import type { TraceHeader } from './trace-header.ts';

/** The name of the trace header in HTTP, in the lower case that HTTP/2 and Node use. */
export const TRACE_HEADER_NAME = 'x-amzn-trace-id';

/** The variable in which Lambda hands a function the trace header of each invocation. */
const TRACE_HEADER_VARIABLE = '_X_AMZN_TRACE_ID';

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The trace header of a carrier; `undefined` when there is none or it is malformed, which is reported. Never throws. */
export function headerFromCarrier<Carrier>(
  carrier: Carrier,
  getter: TextMapGetter<Carrier>,
  incidents: Incidents,
): TraceHeader | undefined {
  let value: unknown;
  try {
    value = readCarrier(carrier, getter);
  } catch {
    incidents.report('unreadableCarrier'); // The getter is the app's or a library's: it may do anything.
    return undefined;
  }
  return parseOrReport(value, 'malformedHeader', incidents);
}

/** The trace header of the running invocation; `undefined` when there is none or it is malformed, which is reported. */
export function headerFromEnvironment(env: Environment, incidents: Incidents): TraceHeader | undefined {
  return parseOrReport(env[TRACE_HEADER_VARIABLE], 'malformedVariable', incidents);
}

/** The raw value, whatever it is. Of several, the first: a list is how Node gives a header that came more than once. */
function readCarrier<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): unknown {
  const found: unknown = getter.get(carrier, TRACE_HEADER_NAME) ?? readAnyCase(carrier, getter);
  return Array.isArray(found) ? found[0] : found;
}

/** API Gateway and load balancers give `X-Amzn-Trace-Id` as it was sent, and plain objects know no case. */
function readAnyCase<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): unknown {
  for (const key of getter.keys(carrier)) {
    if (key.length === TRACE_HEADER_NAME.length && key.toLowerCase() === TRACE_HEADER_NAME) {
      return getter.get(carrier, key);
    }
  }
  return undefined;
}

function parseOrReport(value: unknown, incident: Incident, incidents: Incidents): TraceHeader | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const header = typeof value === 'string' ? parseTraceHeader(value) : undefined;
  if (header === undefined) incidents.report(incident);
  return header;
}
