import type { Findings } from '../task.ts';

/** Invocations that are left out of the figures at most, while what they run is compiled. */
const WARM_UP = 500;
/** After so many the process waits, as it does between two requests. */
const BETWEEN_WAITS = 16;

/** Runs invocations one after the other, and gives what each took, the first apart. */
export async function measureInvocations(invoke: () => Promise<void>, invocations: number): Promise<Findings> {
  const micros: number[] = [];
  for (let i = 0; i < invocations; i++) {
    const startedAt = performance.now();
    await invoke();
    micros.push((performance.now() - startedAt) * 1000);
    if (i % BETWEEN_WAITS === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const [firstMicros = Number.NaN] = micros;
  return { firstMicros, micros: micros.slice(Math.min(WARM_UP, invocations >> 1)) };
}
