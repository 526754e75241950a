import type { Findings, Task } from './task.ts';
import { findRow } from './contestants.ts';
import { measureAllocation } from './measure/allocation.ts';
import { measureGrowth } from './measure/growth.ts';
import { measureInvocations } from './measure/invocations.ts';
import { measurePasses } from './measure/passes.ts';

/** One measurement in a process of its own, so that no row runs in what another left behind: the task comes as JSON, the findings go back. */
async function perform(task: Task): Promise<Findings> {
  switch (task.kind) {
    case 'throughput':
      return measurePasses(await findRow('throughput', task.row).create(task), task);
    case 'invocation':
      return measureInvocations(await findRow('invocation', task.row).create(task), task.invocations);
    case 'allocation':
      return measureAllocation(await findRow('throughput', task.row).create(task), task.warmUpPasses);
    case 'growth':
      return measureGrowth(task.spans, task.form);
  }
}

// What is awaited may hang on a socket that keeps no process alive.
process.channel?.ref();
const findings = await perform(JSON.parse(process.argv[2] ?? '') as Task);
// Sockets of peers may be open still.
process.send?.(findings, () => process.exit());
