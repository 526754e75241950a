import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { describeValue, isText } from '../values.ts';

/** Rules on `namespace`. */
export const namespaceRules: readonly Rule[] = [
  {
    id: 'namespace-value',
    severity: 'wrong',
    asks: '`namespace` is `aws` or `remote`, or absent.',
    why: 'Any other text passes the schema, and no node is made of what was called.',
    source: guide('namespace'),
    find: ({ members: { namespace } }) =>
      problemIf(
        isText(namespace) && namespace !== 'aws' && namespace !== 'remote',
        '/namespace',
        () =>
          `expected "aws" or "remote", found ${describeValue(namespace)}: without it the call is no node of the map`,
      ),
  },
  {
    id: 'namespace-on-segment',
    severity: 'advice',
    asks: 'A segment has no `namespace`.',
    why: 'The Collector writes some, and X-Ray takes them; the guide gives them a meaning on subsegments alone.',
    source: guide('namespace'),
    find: ({ kind, members }) =>
      problemIf(
        kind === 'segment' && members['namespace'] !== undefined,
        '/namespace',
        () => 'only subsegments have one: move the call into a subsegment below this segment',
      ),
  },
];
