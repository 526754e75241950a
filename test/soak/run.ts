import { soak } from './soak.ts';

/**
 * `node -C source --expose-gc test/soak/run.ts [spans] [--json]`: a million spans to a receiver that is slow, gone, and back. Ends
 * with 1 where the sum of what was sent, folded and dropped is not what went in.
 */
const spans = process.argv.slice(2).find((argument) => /^\d+$/.test(argument));
const report = await soak(Number(spans ?? 1_000_000));
const { stats, phases, memory, seconds } = report;
const dropped = Object.values(stats.dropped).reduce((sum, count) => sum + count, 0);

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report));
} else {
  console.log(`${stats.spans} spans in ${seconds.toFixed(1)} s`);
  console.log(`  handed to the kernel  ${stats.sent} spans in ${stats.datagrams} datagrams, ${stats.bytes} bytes`);
  console.log(`  folded                ${stats.folded}`);
  for (const [reason, count] of Object.entries(stats.dropped)) {
    if (count > 0) console.log(`  dropped: ${reason.padEnd(20)} ${count}`);
  }
  console.log(`  refusals heard        ${stats.sender['refusals']}`);
  console.log('\nreceiver            spans in  datagrams sent  received');
  for (const { order, spans: given, sentDatagrams, receivedDatagrams } of phases) {
    const cells = [
      String(given).padStart(9),
      String(sentDatagrams).padStart(15),
      String(receivedDatagrams).padStart(9),
    ];
    console.log(`${order.padEnd(18)}${cells.join(' ')}`);
  }
  console.log(`\nheap after each phase, collected  ${memory.heapBytes.map(toMegabytes).join(', ')} MB`);
  console.log(`the most that was seen            ${toMegabytes(memory.maxHeapBytes)} MB`);
  console.log(`resident after each phase         ${memory.rssBytes.map(toMegabytes).join(', ')} MB`);
  console.log(`the most that was seen            ${toMegabytes(memory.maxRssBytes)} MB`);
}
const isExact = stats.sent + stats.folded + dropped === stats.spans && stats.datagrams === stats.sender['datagrams'];
if (!isExact) console.error('the sums are not exact');
process.exitCode = isExact ? 0 : 1;

function toMegabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
