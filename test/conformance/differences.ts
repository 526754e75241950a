import { attributeDifferences } from './differences/attributes.ts';
import { awsDifferences } from './differences/aws.ts';
import { causeDifferences } from './differences/cause.ts';
import type { Difference } from './differences/condition.ts';
import { httpDifferences } from './differences/http.ts';
import { nameDifferences } from './differences/names.ts';
import { rootDifferences } from './differences/roots.ts';
import { sqlDifferences } from './differences/sql.ts';
import { urlDifferences } from './differences/urls.ts';

export type { Difference } from './differences/condition.ts';

/** Every way in which our documents differ from the Collector's. docs/differences.md gives the reasons at length. */
export const differences: readonly Difference[] = [
  ...rootDifferences,
  ...nameDifferences,
  ...urlDifferences,
  ...httpDifferences,
  ...causeDifferences,
  ...awsDifferences,
  ...sqlDifferences,
  ...attributeDifferences,
];
