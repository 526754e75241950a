import type { SegmentDocument } from '@otel-xray/segments';
import { lintDocument } from '@otel-xray/testing';
import type { RunningFunction } from '@otel-xray/testing';
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

/**
 * Says where a trace has anything of another tenant's, or lacks anything of its own: ids, names, annotations, users, messages. An
 * invocation that ends meanwhile takes along what others have done so far, so a trace may come in pieces.
 */
export function findMixtures(documents: readonly SegmentDocument[], calls: readonly TenantCall[]): readonly string[] {
  const ids = new Set(calls.map(({ trace }) => trace.id));
  return [
    ...documents.filter(({ trace_id }) => !ids.has(trace_id)).map(({ trace_id }) => `${trace_id} is nobody's trace`),
    ...calls.flatMap((call) =>
      findMixturesOf(
        call,
        documents.filter(({ trace_id }) => trace_id === call.trace.id),
      ).map((problem) => `${call.tenant}: ${problem}`),
    ),
    ...documents.flatMap((document) => lintDocument(document).map(({ rule, pointer }) => `${rule} at ${pointer}`)),
  ];
}

function findMixturesOf({ tenant, trace }: TenantCall, own: readonly SegmentDocument[]): readonly string[] {
  const others = (JSON.stringify(own).match(/tenant-\d+\./g) ?? []).filter((name) => name !== tenant);
  const entities = own.filter((one) => one.in_progress !== true).flatMap((one) => flatten(one, one.parent_id));
  const [root, ...moreRoots] = entities.filter(({ parentId }) => parentId === trace.parentId);
  const serving = entities.find(({ name }) => name === `serve ${tenant}`);
  const reading = entities.find(({ name }) => name === `read ${tenant}`);
  const rules: readonly [holds: boolean, problem: string][] = [
    [others.length === 0, `its trace tells of ${others.join(' ')}`],
    [own[0]?.in_progress === true, 'its trace does not begin with what is in progress'],
    [entities.length === 3 && moreRoots.length === 0, `its trace has ${entities.map(({ name }) => name).join(', ')}`],
    [root?.user === `user of ${tenant}`, `its user is ${root?.user}`],
    [root?.annotations?.['app.tenant'] === tenant, 'its invocation is not annotated as its own'],
    [serving !== undefined && serving.parentId === root?.id, 'its work is not below its invocation'],
    [reading !== undefined && reading.parentId === serving?.id, 'its call is not below its work'],
    [reading?.annotations?.['app.tenant'] === tenant, 'its call is not annotated as its own'],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

type Entity = Pick<SegmentDocument, 'id' | 'name' | 'user' | 'annotations' | 'subsegments'> & {
  readonly parentId: string | undefined;
};

function flatten(entity: Omit<Entity, 'parentId'>, parentId: string | undefined): readonly Entity[] {
  return [{ ...entity, parentId }, ...(entity.subsegments ?? []).flatMap((one) => flatten(one, entity.id))];
}
