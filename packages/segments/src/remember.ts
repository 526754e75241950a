/** Texts longer than that are not kept: a few must not fill the memory. */
const MAX_CHARS = 2048;
const MAX_ANSWERS = 256;

/**
 * The same pure function of a text, with its last answers kept: apps send the same few statements, connection strings and names of
 * parameters over and over. Bounded in number and length, since the texts come from outside.
 */
/* @__NO_SIDE_EFFECTS__ */
export function remembering<T extends string | boolean>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > MAX_CHARS) return read(text);
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const found = read(text);
    if (known.size >= MAX_ANSWERS) known.clear();
    known.set(text, found);
    return found;
  };
}
