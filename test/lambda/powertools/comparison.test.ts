import { fileURLToPath } from 'node:url';
import { type FunctionResult, invokeAll } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsEndpoint, startAwsEndpoint } from '../helpers/aws-endpoint.ts';
import { type Facts, toFacts } from './comparison.ts';

/** One function behind two tracers: `## index.handler` either way. */
const FUNCTIONS = {
  powertools: fileURLToPath(new URL('functions/powertools/index.mjs', import.meta.url)),
  ours: fileURLToPath(new URL('functions/ours/index.mjs', import.meta.url)),
};
const REGISTER = fileURLToPath(new URL('../../../packages/lambda/src/register.ts', import.meta.url));
const SERVICE = { POWERTOOLS_SERVICE_NAME: 'shop-service' };

/** One trace for each event, so that their documents can be told apart. */
function traceHeader(_event: unknown, index: number): string {
  return `Root=1-6553f100-${String(index).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`;
}

interface Outcome {
  readonly status: string;
  readonly response: unknown;
  readonly error: string | undefined;
  readonly facts: readonly Facts[];
}

/** What a function answers to each event, one after the other in one process, and what it sends. */
async function run(
  tracer: keyof typeof FUNCTIONS,
  events: readonly object[],
  variables: Readonly<Record<string, string>>,
): Promise<readonly Outcome[]> {
  const results = await invokeAll(FUNCTIONS[tracer], events, {
    concurrency: 1,
    traceHeader,
    nodeArguments: tracer === 'ours' ? ['-C', 'source', '--import', REGISTER] : [],
    env: { ...variables, ...(tracer === 'ours' && { OTEL_XRAY_PRESET: 'powertools' }) },
  });
  return results.map(toOutcome);
}

function toOutcome(result: FunctionResult): Outcome {
  const { status, response, error, documents } = result;
  return { status, response, error: error?.errorMessage, facts: toFacts(documents) };
}

const events = [
  { action: 'order', sku: 'mug', quantity: 2 },
  { action: 'order', sku: 'mug', quantity: 1 },
  { action: 'recover', sku: 'teapot' },
  { action: 'order', sku: 'teapot', quantity: 1 },
  { action: 'fail' },
  { action: 'empty' },
  { action: 'nothing' },
];

describe('under the Powertools preset', () => {
  let endpoint: AwsEndpoint;
  beforeAll(async () => {
    endpoint = await startAwsEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each([
    { variables: SERVICE },
    { variables: {} },
    { variables: { ...SERVICE, POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'False' } },
    { variables: { ...SERVICE, POWERTOOLS_TRACER_CAPTURE_RESPONSE: '0' } },
    { variables: { ...SERVICE, AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' } },
  ])('a function sends what it sends with Powertools, with $variables', async ({ variables }) => {
    const [theirs, ours] = await Promise.all([run('powertools', events, variables), run('ours', events, variables)]);
    expect(ours).toEqual(theirs);
    // The comparison is of something.
    expect(theirs[0]?.facts.map(({ path }) => path)).toEqual([
      '## index.handler',
      '## index.handler > ### notify',
      '## index.handler > ### order',
      '## index.handler > ### order > ### price',
    ]);
    expect(theirs[3]?.facts).toMatchObject([
      { flags: ['fault'], thrown: { type: 'RangeError', message: 'no price for a teapot' } },
      { flags: ['fault'], thrown: { type: 'RangeError' } },
      { flags: ['fault'], thrown: { type: 'RangeError' } },
    ]);
  });

  it('calls of AWS are told alike', async () => {
    const event = [{ action: 'table', endpoint: endpoint.url }];
    const theirs = await run('powertools', event, SERVICE);
    const ours = await run('ours', event, SERVICE);
    expect(theirs[0]?.facts).toMatchObject([
      { path: '## index.handler' },
      { path: '## index.handler > DynamoDB', namespace: 'aws', aws: { operation: 'GetItem', requestId: 'request-1' } },
    ]);
    const inOne = JSON.parse(JSON.stringify(ours).replaceAll('request-2', 'request-1')) as unknown;
    expect(inOne).toEqual(JSON.parse(JSON.stringify(theirs)));
  });

  it('nothing is sent where Powertools is switched off', async () => {
    const variables = { ...SERVICE, POWERTOOLS_TRACE_ENABLED: 'FALSE' };
    const theirs = await run('powertools', events, variables);
    expect(theirs.map(({ facts }) => facts)).toEqual(events.map(() => []));
    expect(await run('ours', events, variables)).toEqual(theirs);
  });

  it('with errors switched off, that it failed is a fault with us, and an error with Powertools', async () => {
    const variables = { ...SERVICE, POWERTOOLS_TRACER_CAPTURE_ERROR: 'false' };
    const theirs = await run('powertools', events, variables);
    const ours = await run('ours', events, variables);
    const failed = theirs.flatMap(({ facts }) => facts).filter(({ flags }) => flags.length > 0);
    expect(new Set(failed.map(({ flags, thrown }) => [...flags, thrown]).map(String))).toEqual(new Set(['error,']));
    expect(JSON.parse(JSON.stringify(ours).replaceAll('"fault"', '"error"'))).toEqual(
      JSON.parse(JSON.stringify(theirs)),
    );
  });
});
