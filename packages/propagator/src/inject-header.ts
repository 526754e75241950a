import type { Context, TextMapSetter } from '@opentelemetry/api';
import { toTraceHeader } from './header-context.ts';
import { TRACE_HEADER_NAME } from './header-sources.ts';
import type { Incidents } from './incidents.ts';
import { formatTraceHeader } from './trace-header.ts';

/** Where an outgoing header goes. */
export interface InjectTarget<Carrier> {
  readonly carrier: Carrier;
  readonly setter: TextMapSetter<Carrier>;
}

/** Writes the context's trace header, in one call of the setter or none. Never throws: what does is reported. */
export function injectHeader<Carrier>(context: Context, target: InjectTarget<Carrier>, incidents: Incidents): void {
  try {
    const header = toTraceHeader(context);
    const text = header === undefined ? undefined : formatTraceHeader(header);
    if (text !== undefined) target.setter.set(target.carrier, TRACE_HEADER_NAME, text);
  } catch {
    incidents.report('unwritableCarrier'); // The setter is the app's or a library's: it may do anything.
  }
}
