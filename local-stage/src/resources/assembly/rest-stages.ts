import type { MethodSettings, RestStage, Throttle } from '../../gateway/rest/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsApiGatewayAuthorizer } from '../aws_api_gateway_authorizer.ts';
import { awsApiGatewayDeployment } from '../aws_api_gateway_deployment.ts';
import { awsApiGatewayGatewayResponse } from '../aws_api_gateway_gateway_response.ts';
import { awsApiGatewayIntegration } from '../aws_api_gateway_integration.ts';
import { awsApiGatewayIntegrationResponse } from '../aws_api_gateway_integration_response.ts';
import { awsApiGatewayMethod } from '../aws_api_gateway_method.ts';
import { awsApiGatewayMethodResponse } from '../aws_api_gateway_method_response.ts';
import { awsApiGatewayMethodSettings } from '../aws_api_gateway_method_settings.ts';
import { awsApiGatewayStage } from '../aws_api_gateway_stage.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';
import { accessLogOf } from './log-groups.ts';

interface Api {
  readonly address: string;
  readonly id: string;
}

/** The stages of one REST API. */
export function assembleRestStages(assembly: Assembly, api: Api): readonly RestStage[] {
  const stages = assembly.resources.all(awsApiGatewayStage).filter(({ args }) => args.rest_api_id === api.id);
  requireUnique(stages, 'the stage', ({ args }) => args.stage_name);
  const settings = methodSettingsOf(
    assembly,
    api,
    stages.map(({ args }) => args.stage_name),
  );
  return stages.map(({ address, args }) => {
    checkDeployment(assembly, api, { address, deploymentId: args.deployment_id });
    return {
      address,
      name: args.stage_name,
      variables: args.variables,
      accessLog: accessLogOf(address, args.access_log_settings[0]),
      methodSettings: settings.get(args.stage_name) ?? [],
    };
  });
}

function checkDeployment(assembly: Assembly, api: Api, stage: { address: string; deploymentId: string }): void {
  const deployments = assembly.resources.all(awsApiGatewayDeployment).filter(({ args }) => args.rest_api_id === api.id);
  const deployment = referred(
    stage,
    'deployment_id',
    stage.deploymentId,
    deployments,
    ({ attributes }) => attributes.id === stage.deploymentId,
  );
  const parts = partsOf(assembly, api.id);
  if (!parts.some(({ isMethod }) => isMethod)) {
    throw new TerraformError(
      deployment.address,
      "BadRequestException: The REST API doesn't contain any methods. Expected: at least one aws_api_gateway_method",
    );
  }
  // A deployment is a snapshot: what Terraform may create after it, or beside it, is missing from the stage.
  const earlier = assembly.dependenciesOf(deployment.address);
  const late = parts.filter(({ address }) => !earlier.has(address)).map(({ address }) => address);
  if (late.length > 0) {
    const shown = late.length > 3 ? `${late.slice(0, 3).join(', ')} and ${late.length - 3} more` : late.join(', ');
    throw new TerraformError(
      deployment.address,
      `does not depend on ${shown}, so that Terraform may deploy the API without. Expected: all of the API's parts in depends_on`,
    );
  }
}

function partsOf({ resources }: Assembly, apiId: string) {
  const types = [
    resources.all(awsApiGatewayIntegration),
    resources.all(awsApiGatewayIntegrationResponse),
    resources.all(awsApiGatewayMethodResponse),
    resources.all(awsApiGatewayGatewayResponse),
    resources.all(awsApiGatewayAuthorizer),
  ];
  const others = types.flat().filter(({ args }) => args.rest_api_id === apiId);
  const methods = resources.all(awsApiGatewayMethod).filter(({ args }) => args.rest_api_id === apiId);
  return [
    ...methods.map(({ address }) => ({ address, isMethod: true })),
    ...others.map(({ address }) => ({ address, isMethod: false })),
  ];
}

function methodSettingsOf(
  { resources }: Assembly,
  api: Api,
  stageNames: readonly string[],
): ReadonlyMap<string, readonly MethodSettings[]> {
  const all = resources.all(awsApiGatewayMethodSettings).filter(({ args }) => args.rest_api_id === api.id);
  requireUnique(all, 'the settings of', ({ args }) => `${args.stage_name} ${args.method_path}`);
  for (const { address, args } of all) {
    if (!stageNames.includes(args.stage_name)) {
      throw new TerraformError(
        address,
        `argument 'stage_name': '${args.stage_name}' is no stage of ${api.address}. Expected one of: ${stageNames.join(', ')}`,
      );
    }
  }
  const byStage = Map.groupBy(all, ({ args }) => args.stage_name);
  return new Map(
    [...byStage].map(([stageName, settings]) => [
      stageName,
      settings.map(({ address, args }) => {
        const { throttling_rate_limit: rate, throttling_burst_limit: burst } = args.settings[0] ?? unlimited;
        return { address, methodPath: args.method_path, throttle: throttleOf(address, rate, burst) };
      }),
    ]),
  );
}

const unlimited = { throttling_rate_limit: -1, throttling_burst_limit: -1 };

/**
 * A throttle from its two numbers; -1 and absence mean none.
 *
 * @throws {TerraformError} where only one of the two is given.
 */
export function throttleOf(address: string, rate: number | null, burst: number | null): Throttle | undefined {
  const given = [rate, burst].filter((value) => value !== null && value >= 0).length;
  if (given === 0) return undefined;
  if (given === 1 || rate === null || burst === null) {
    throw new TerraformError(
      address,
      'a throttle with only one of rate limit and burst limit, which the local stage does not evaluate. Expected: both',
    );
  }
  return { rateLimit: rate, burstLimit: burst };
}
