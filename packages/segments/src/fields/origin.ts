import type { Attributes } from '../span.ts';

/**
 * `origin`: what kind of thing runs the service, which gives its node on the map a symbol. `undefined` for other clouds and for
 * platforms that X-Ray has no word for.
 *
 * @see AWS X-Ray developer guide, "X-Ray segment documents", `origin`; Lambda's is what Lambda writes into its own segment.
 */
export function originOf(attributes: Attributes): string | undefined {
  const provider = attributes['cloud.provider'];
  if (provider !== undefined && provider !== 'aws' && provider !== '') return undefined;
  switch (attributes['cloud.platform']) {
    case 'aws_lambda':
      return 'AWS::Lambda::Function';
    case 'aws_app_runner':
      return 'AWS::AppRunner::Service';
    case 'aws_eks':
      return 'AWS::EKS::Container';
    case 'aws_elastic_beanstalk':
      return 'AWS::ElasticBeanstalk::Environment';
    case 'aws_ecs':
      return originOfEcs(attributes['aws.ecs.launchtype']);
    case 'aws_ec2':
      return 'AWS::EC2::Instance';
    default:
      return undefined;
  }
}

function originOfEcs(launchType: unknown): string {
  switch (launchType) {
    case 'ec2':
      return 'AWS::ECS::EC2';
    case 'fargate':
      return 'AWS::ECS::Fargate';
    default:
      return 'AWS::ECS::Container';
  }
}
