import { expect, it } from 'vitest';
import { readLogGroups } from '../../src/fields/log-groups.ts';

const ARN = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/resize';
const group = { log_group: '/aws/lambda/resize', arn: ARN };

it.each([
  { attributes: {}, groups: undefined, why: 'none' },
  { attributes: { 'aws.log.group.arns': [ARN] }, groups: [group], why: 'an ARN and the name in it' },
  {
    attributes: { 'aws.log.group.arns': [`${ARN}:*`] },
    groups: [group],
    why: 'a trailing :* breaks the console’s link',
  },
  { attributes: { 'aws.log.group.arns': `${ARN}&${ARN}:*` }, groups: [group, group], why: 'a text joined by &' },
  {
    attributes: { 'aws.log.group.arns': ['not:an:arn'] },
    groups: [{ log_group: 'not:an:arn', arn: 'not:an:arn' }],
    why: 'too few parts: the whole is the name',
  },
  {
    attributes: { 'aws.log.group.arns': [], 'aws.log.group.names': ['/orders'] },
    groups: [{ log_group: '/orders' }],
    why: 'no ARN: names',
  },
  {
    attributes: { 'aws.log.group.arns': [ARN], 'aws.log.group.names': ['/orders'] },
    groups: [group],
    why: 'ARNs before names',
  },
  {
    attributes: { 'aws.log.group.names': '/orders&&/stock' },
    groups: [{ log_group: '/orders' }, { log_group: '/stock' }],
    why: 'empty pieces go',
  },
  {
    attributes: { 'aws.log.group.names': ['', 5, '/orders'] },
    groups: [{ log_group: '/orders' }],
    why: 'a group without a name goes',
  },
  { attributes: { 'aws.log.group.names': [ARN] }, groups: [group], why: 'a name that is an ARN' },
  { attributes: { 'aws.log.group.names': 5 }, groups: undefined, why: 'no list' },
  {
    attributes: {},
    configured: ['/orders', `${ARN}:*`],
    groups: [{ log_group: '/orders' }, group],
    why: 'the options’',
  },
  {
    attributes: { 'aws.log.group.names': '/stock' },
    configured: ['/orders'],
    groups: [{ log_group: '/stock' }],
    why: 'the resource first',
  },
  { attributes: {}, configured: [''], groups: undefined, why: 'empty' },
])('are $groups with $attributes and $configured ($why)', ({ attributes, configured = [], groups }) => {
  expect(readLogGroups(attributes, configured)).toEqual(groups);
});
