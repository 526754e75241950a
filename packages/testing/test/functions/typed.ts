export const handler = async (event: unknown): Promise<{ kind: string; event: unknown }> => ({
  kind: 'TypeScript',
  event,
});
