// jest itself provides this module to what it loads; its real package brings half of jest for a type.
declare module '@jest/globals' {
  import type { Expect } from 'expect';
  export const expect: Expect & { addSnapshotSerializer(serializer: unknown): void };
}
