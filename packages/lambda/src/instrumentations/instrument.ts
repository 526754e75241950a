import type { TracerProvider } from '@opentelemetry/api';
import type { InstrumentationName } from '../config/config.ts';

/** What an instrumentation is given. */
export interface InstrumentOptions {
  readonly tracerProvider: TracerProvider;
  /** Whether that is where the Runtime API listens. Our runtime's own calls are nothing of the function's. */
  isRuntimeApi(hostname: string, port: number | string | null | undefined): boolean;
}

/** Switches an instrumentation on, for the rest of the process. May throw. */
export type Instrument = (options: InstrumentOptions) => void;

/** How instrumentations are loaded: those that are left out are not to be had there. */
export type InstrumentLoaders = { readonly [Name in InstrumentationName]?: () => Promise<Instrument> };
