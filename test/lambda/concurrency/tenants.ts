import type { SegmentDocument } from '@otel-xray/segments';
import '@otel-xray/testing/vitest';
import { lintDocument } from '@otel-xray/testing';
import type { RunningFunction } from '@otel-xray/testing';
import { expect } from 'vitest';
import { newTrace, type LambdaTrace } from '../traced-function.ts';

/** One tenant's invocation. */
export interface TenantCall {
  readonly tenant: string;
  readonly trace: LambdaTrace;
  readonly seed: number;
}

/** Calls of as many tenants. No tenant's name is in another's. */
export function tenantCalls(count: number): readonly TenantCall[] {
  return Array.from({ length: count }, (_, seed) => ({ tenant: `tenant-${seed}.`, trace: newTrace(), seed }));
}

/** Variables that make annotations of what the function says of a tenant. */
export const TENANT_ENVIRONMENT: Readonly<Record<string, string>> = { OTEL_XRAY_INDEXED_ATTRIBUTES: 'app.tenant' };

/** Invokes the function for all at once. */
export async function invokeAll(
  running: RunningFunction,
  calls: readonly TenantCall[],
  atOnce: number = calls.length,
): Promise<readonly unknown[]> {
  const outcomes = calls.map(({ tenant, trace, seed }) =>
    running.invoke({ tenant, atOnce, seed }, { traceHeader: trace.header, timeoutMillis: 20_000 }),
  );
  return Promise.all(outcomes);
}

/** Holds each trace to its tenant: ids, names, annotations, users, messages, and that it is whole. */
export function expectNoMixture(documents: readonly SegmentDocument[], calls: readonly TenantCall[]): void {
  const byTrace = Map.groupBy(documents, ({ trace_id }) => trace_id);
  expect([...byTrace.keys()].sort()).toEqual(calls.map(({ trace }) => trace.id).sort());
  for (const { tenant, trace } of calls) {
    const own = byTrace.get(trace.id) ?? [];
    const named = JSON.stringify(own).match(/tenant-\d+\./g) ?? [];
    expect(new Set(named), `all that is said in the trace of ${tenant}`).toEqual(new Set([tenant]));
    expect(own.filter(({ parent_id }) => parent_id === trace.parentId)).toMatchObject([{ in_progress: true }, {}]);
    // An invocation that ends meanwhile takes along what others have done so far: a trace may come in pieces.
    expect(own).toMatchTrace({
      name: 'function-under-test',
      user: `user of ${tenant}`,
      annotations: { 'app.tenant': tenant },
      subsegments: [
        { name: `serve ${tenant}`, subsegments: [{ name: `read ${tenant}`, annotations: { 'app.tenant': tenant } }] },
      ],
    });
  }
  expect(documents.flatMap(lintDocument)).toEqual([]);
}
