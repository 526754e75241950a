import type { Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { describeValue, isNumber, isText, itemsOf, ownOf } from '../values.ts';

/** Rules on `aws` and `resource_arn`. */
export const awsRules: readonly Rule[] = [
  {
    id: 'aws-account-id',
    severity: 'advice',
    asks: '`aws.account_id` is 12 digits.',
    source: guide('aws'),
    find: ({ members: { aws } }) => {
      const account = ownOf(aws, 'account_id');
      const isNone = isText(account) && !/^\d{12}$/.test(account);
      return problemIf(isNone, '/aws/account_id', () => `expected 12 digits, found ${describeValue(account)}`);
    },
  },
  {
    id: 'aws-arn',
    severity: 'advice',
    asks: 'What is called an ARN begins with `arn:`.',
    why: 'The console makes links of ARNs.',
    source: guide('aws'),
    find: ({ members: { aws, resource_arn: resource } }) => [
      ...arnProblem(resource, '/resource_arn'),
      ...['container_arn', 'cluster_arn', 'task_arn'].flatMap((name) =>
        arnProblem(ownOf(ownOf(aws, 'ecs'), name), `/aws/ecs/${name}`),
      ),
      ...itemsOf(ownOf(aws, 'cloudwatch_logs')).flatMap((group, index) =>
        arnProblem(ownOf(group, 'arn'), `/aws/cloudwatch_logs/${index}/arn`),
      ),
    ],
  },
  {
    id: 'aws-retries',
    severity: 'wrong',
    asks: '`aws.retries` is not negative.',
    source: guide('aws'),
    find: ({ members: { aws } }) => {
      const retries = ownOf(aws, 'retries');
      const isNegative = isNumber(retries) && retries < 0;
      return problemIf(
        isNegative,
        '/aws/retries',
        () => `${String(retries)} retries: count the attempts beyond the first`,
      );
    },
  },
];

function arnProblem(arn: unknown, pointer: string): readonly Problem[] {
  const isNone = isText(arn) && !arn.startsWith('arn:');
  return problemIf(isNone, pointer, () => `expected an ARN (arn:…), found ${describeValue(arn)}`);
}
