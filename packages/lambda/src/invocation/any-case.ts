import type { TextMapGetter } from '@opentelemetry/api';

/** Reads headers whatever the case of their names: API Gateway passes them on as they were sent. */
export const anyCaseGetter: TextMapGetter<Readonly<Record<string, string>>> = {
  get: (carrier, key) => carrier[key] ?? carrier[Object.keys(carrier).find((name) => name.toLowerCase() === key) ?? ''],
  keys: (carrier) => Object.keys(carrier),
};
