import type { LambdaConfig } from './config.ts';
import type { Environment } from './settings.ts';

/**
 * Memory from which on a rehearsal takes a request that waits for the init phase longer than it saves.
 *
 * It takes 12 to 13 ms of the init phase, and the first invocation is 6.4 to 7.8 ms of the same processor shorter. The init phase has a
 * whole one, whatever the memory; an invocation has one from 1,769 MB on, and below that its share of it. So both are as long at 0.52 to
 * 0.60 × 1,769 MB, which is 920 to 1,060 MB.
 *
 * @see docs/decisions/rehearsal.md; AWS Lambda developer guide, "Configure Lambda function memory".
 */
const BREAK_EVEN_MEGABYTES = 1024;

/** The config's part that decides. */
export type RehearsalConfig = Pick<LambdaConfig, 'rehearsal' | 'exporters' | 'sampler'>;

/** Whether the init phase is to try out what an invocation needs: where that is used at all, and where the setting wants it. */
export function isRehearsalWanted({ rehearsal, exporters, sampler }: RehearsalConfig, env: Environment): boolean {
  // Most of what is rehearsed makes documents.
  const records = sampler.name !== 'always_off' && (sampler.name !== 'traceidratio' || sampler.ratio > 0);
  const makesDocuments = records && exporters.some((name) => name !== 'otlp');
  return makesDocuments && (rehearsal === 'auto' ? isWorthwhile(env) : rehearsal === 'on');
}

/**
 * Where no request waits for the init phase (provisioned concurrency, managed instances with all their threads), or the invocation
 * would take long over it. Without a known memory, as outside of Lambda, not.
 */
function isWorthwhile(env: Environment): boolean {
  const isOnDemand = (env['AWS_LAMBDA_INITIALIZATION_TYPE'] ?? 'on-demand') === 'on-demand';
  const megabytes = Number(env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
  return !isOnDemand || (megabytes > 0 && megabytes < BREAK_EVEN_MEGABYTES);
}
