import type { Rule } from './rule.ts';
import { annotationRules } from './rules/annotations.ts';
import { awsRules } from './rules/aws.ts';
import { causeRules } from './rules/cause.ts';
import { httpRules } from './rules/http.ts';
import { idRules } from './rules/ids.ts';
import { inProgressRules } from './rules/in-progress.ts';
import { linkRules } from './rules/links.ts';
import { memberRules } from './rules/members.ts';
import { metadataRules } from './rules/metadata.ts';
import { nameRules } from './rules/name.ts';
import { namespaceRules } from './rules/namespace.ts';
import { outcomeRules } from './rules/outcome.ts';
import { parentRules } from './rules/parent.ts';
import { sizeRules } from './rules/size.ts';
import { sqlRules } from './rules/sql.ts';
import { timeRules } from './rules/times.ts';

/** All rules on one segment or subsegment, in the order in which findings are told. */
export const RULES: readonly Rule[] = [
  ...idRules,
  ...nameRules,
  ...timeRules,
  ...inProgressRules,
  ...parentRules,
  ...sizeRules,
  ...namespaceRules,
  ...outcomeRules,
  ...causeRules,
  ...httpRules,
  ...awsRules,
  ...sqlRules,
  ...annotationRules,
  ...metadataRules,
  ...linkRules,
  ...memberRules,
];
