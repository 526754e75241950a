import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema } from '../sources.ts';
import { describeValue, isObject, membersOf, quote, step } from '../values.ts';

/** Rules on `metadata`. */
export const metadataRules: readonly Rule[] = [
  {
    id: 'metadata-shape',
    severity: 'dropped',
    asks: '`metadata` is an object of namespaces, each an object.',
    source: schema('properties.metadata'),
    find: ({ members: { metadata } }) => {
      if (metadata === undefined) return [];
      if (!isObject(metadata)) {
        return [
          { pointer: '/metadata', message: `expected an object of namespaces, found ${describeValue(metadata)}` },
        ];
      }
      return Object.entries(metadata).flatMap(([namespace, values]) =>
        problemIf(
          !isObject(values),
          `/metadata${step(namespace)}`,
          () => `expected an object, found ${describeValue(values)}: put it into a namespace, as in {"default":{…}}`,
        ),
      );
    },
  },
  {
    id: 'metadata-reserved',
    severity: 'advice',
    asks: 'Namespaces of metadata do not begin with `AWS.`.',
    source: guide('metadata'),
    find: ({ members: { metadata } }) =>
      Object.keys(membersOf(metadata)).flatMap((namespace) =>
        problemIf(
          namespace.startsWith('AWS.'),
          `/metadata${step(namespace)}`,
          () => `${quote(namespace)}: AWS. is kept for AWS, choose another namespace`,
        ),
      ),
  },
];
