import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import '@otel-xray/testing/vitest';
import { beforeAll, describe, expect, it } from 'vitest';
import { toTrees, type TreeNode } from '../show/tree.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The traces in the order in which the demo makes them. */
let placed: Trace;
let worker: Trace;
let failed: Trace;
let throttled: Trace;
let all: readonly Trace[];

interface Trace {
  readonly id: string;
  readonly documents: readonly SegmentDocument[];
  readonly root: TreeNode;
  readonly roots: readonly TreeNode[];
}

beforeAll(async () => {
  const documents = await runDemo();
  const traceIds = [...new Set(documents.map((document) => document.trace_id))];
  all = traceIds.map((id) => {
    const ofTrace = documents.filter((document) => document.trace_id === id);
    const roots = toTrees(ofTrace);
    const [root] = roots;
    if (root === undefined) throw new Error(`trace ${id} has no top`);
    return { id, documents: ofTrace, root, roots };
  });
  if (all.length !== 4) throw new Error(`expected 4 traces, found ${all.length}`);
  [placed, worker, failed, throttled] = all as [Trace, Trace, Trace, Trace];
});

async function runDemo(): Promise<SegmentDocument[]> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['-C', 'source', 'examples/orders/demo.ts', '--json'], {
    cwd: ROOT,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SegmentDocument);
}

/** All nodes of a tree, top first. */
function nodesOf(node: TreeNode): Subsegment[] {
  return [node.document, ...node.children.flatMap(nodesOf)];
}

function find(trace: Trace, name: string): Subsegment {
  const found = nodesOf(trace.root).find((node) => node.name === name);
  if (found === undefined) throw new Error(`trace ${trace.id} has no "${name}"`);
  return found;
}

describe('the demo', () => {
  it('gives one tree a trace, below a segment that Lambda sends', () => {
    expect(all.map(({ root }) => root.document.name)).toEqual([
      'orders-api',
      'orders-worker',
      'orders-api',
      'orders-api',
    ]);
    for (const { roots } of all) {
      expect(roots).toHaveLength(1);
      expect(roots[0]?.missingParentId).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  it('gives every subsegment an id of its own', () => {
    const ids = all.flatMap(({ root }) => nodesOf(root).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows what the placed order called', () => {
    expect(placed.root.document).toMatchObject({
      http: { request: { method: 'POST', url: 'https://api.example.com/prod/orders' }, response: { status: 201 } },
      annotations: { 'app.customer.tier': 'gold' },
    });
    expect(find(placed, 'DynamoDB')).toMatchObject({
      namespace: 'aws',
      aws: { operation: 'PutItem', table_name: 'orders' },
    });
    expect(find(placed, 'SQS')).toMatchObject({
      namespace: 'aws',
      aws: { operation: 'SendMessage', queue_url: expect.stringMatching(/\/123456789012\/orders$/) },
    });
    expect(find(placed, '127.0.0.1')).toMatchObject({
      namespace: 'remote',
      http: { request: { method: 'GET', url: expect.stringMatching(/\/prices\/mug$/) }, response: { status: 200 } },
    });
    for (const node of nodesOf(placed.root)) expect(node).not.toHaveProperty('fault');
  });

  it('links the worker to the sender of its message', () => {
    const [link, ...more] = worker.root.document.links ?? [];
    expect(more).toEqual([]);
    expect(link?.trace_id).toBe(placed.id);
    expect(nodesOf(placed.root).map(({ id }) => id)).toContain(link?.id);
    expect(find(worker, 'DynamoDB')).toMatchObject({ aws: { operation: 'PutItem', table_name: 'shipments' } });
  });

  it('shows the thrown error with its cause, each with file and line', () => {
    const { cause, fault } = failed.root.document;
    expect(fault).toBe(true);
    const [error, reason, ...more] = cause?.exceptions ?? [];
    expect(more).toEqual([]);
    expect(error).toMatchObject({ type: 'PriceError', message: 'no price for teapot', cause: reason?.id });
    expect(reason).toMatchObject({ type: 'SyntaxError' });
    const source = readFileSync(new URL('../src/prices.ts', import.meta.url), 'utf8').split('\n');
    for (const { stack, line } of [
      { stack: error?.stack, line: 'throw new PriceError' },
      { stack: reason?.stack, line: 'JSON.parse(text)' },
    ]) {
      const frame = stack?.find(({ path }) => path.endsWith('examples/orders/src/prices.ts'));
      expect(source[(frame?.line ?? 0) - 1]).toContain(line);
    }
  });

  it('marks the call that DynamoDB throttled, and how often it was tried again', () => {
    expect(find(throttled, 'DynamoDB')).toMatchObject({
      throttle: true,
      error: true,
      http: { response: { status: 400 } },
      aws: { operation: 'PutItem', table_name: 'orders', retries: 1 },
    });
    expect(find(throttled, 'DynamoDB')).not.toHaveProperty('fault');
    expect(throttled.root.document).toMatchObject({ fault: true, http: { response: { status: 503 } } });
  });

  it('sends documents that X-Ray takes and shows as they are', () => {
    for (const document of all.flatMap(({ documents }) => documents)) expect(document).toBeValidSegment();
  });
});
