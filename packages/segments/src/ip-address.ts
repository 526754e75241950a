const QUAD = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

/**
 * Whether a text is an IP address: a dotted quad without leading zeros, or IPv6 (`::` at most once, a quad allowed at the end)
 * without zone, brackets, port and spaces. `node:net` could tell, but takes zones and costs a module at start.
 */
export function isIpAddress(text: string): boolean {
  return text.includes(':') ? isIpv6(text) : QUAD.test(text);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map(groupsOf);
  const count = groups.reduce<number>((sum, half) => sum + (half ?? Number.NaN), 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** How many groups of 16 bits one side of `::` holds; `undefined` if it is malformed. A quad counts as two. */
function groupsOf(half: string, index: number, halves: readonly string[]): number | undefined {
  if (half === '') return halves.length === 2 ? 0 : undefined;
  const groups = half.split(':');
  const last = groups.at(-1) ?? '';
  const endsInQuad = index === halves.length - 1 && last.includes('.');
  if (endsInQuad && !QUAD.test(last)) return undefined;
  const plain = endsInQuad ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => GROUP.test(group))) return undefined;
  return plain.length + (endsInQuad ? 2 : 0);
}
