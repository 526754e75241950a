/**
 * A module of Node's own, loaded when it is first wanted, since it costs more than all the rest of a cold start.
 *
 * By Node's own way where there is one (from 20.16 and 22.3 on): a CommonJS file that Jest runs can import nothing late.
 */
export async function loadBuiltIn<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  const { getBuiltinModule } = process as { readonly getBuiltinModule?: (id: string) => unknown };
  return (getBuiltinModule?.(name) as Module | undefined) ?? load();
}
