import { assembleEventSourceMappings, assembleFunctions } from './resources/assembly/functions.ts';
import { assembleHttpApis } from './resources/assembly/http-apis.ts';
import { assembleLogGroupNames, assembleLogGroupRetentionDays } from './resources/assembly/log-groups.ts';
import { assembleQueues } from './resources/assembly/queues.ts';
import { assembleRestApis } from './resources/assembly/rest-apis.ts';
import { assembleResourcePolicies, assembleRoles } from './resources/assembly/roles.ts';
import { assembleSchedules } from './resources/assembly/schedules.ts';
import { assembleBuckets, assembleSecrets, assembleTables } from './resources/assembly/storage.ts';
import { assembleApiGateway } from './resources/assembly/usage-plans.ts';
import { assembleUserPools } from './resources/assembly/user-pools.ts';
import { createReader, isInert, regionOf } from './resources/reader.ts';
import type { StageUrls } from './resources/resource-type.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import type { TerraformDocument } from './terraform/document.ts';
import { TerraformError } from './terraform/errors.ts';
import { createEvaluation, type Evaluation } from './terraform/evaluate.ts';
import { toJson } from './terraform/json-functions.ts';
import { localUrls, rewriteUrls } from './urls.ts';

/** Account that the local stage acts as. */
const accountId = '123456789012';

export interface Configured {
  readonly configuration: StageConfiguration;
  /** Outputs that the document marks as sensitive. */
  readonly sensitiveOutputs: ReadonlySet<string>;
  /** Addresses of the resources that the stage starts nothing for, on purpose. */
  readonly inert: readonly string[];
  /** Expressions that were evaluated. */
  readonly expressionCount: number;
}

/**
 * Evaluates a Terraform document and checks what it says.
 *
 * @throws {TerraformError} with the address and the reason, for a mistake and for what the stage cannot honour.
 */
export function configureStage(document: TerraformDocument, urls: StageUrls): Configured {
  const reader = createReader(document, { accountId, urls });
  const evaluation = createEvaluation(document, reader.read);
  const region = onlyRegion(document, evaluation);
  for (const address of document.blocks.keys()) evaluation.attributesOf(address);
  const assembly = {
    accountId,
    region,
    folder: document.folder,
    resources: reader.resources,
    dependenciesOf: (address: string) => evaluation.dependenciesOf(address),
  };
  const configuration: StageConfiguration = {
    accountId,
    region,
    restApis: assembleRestApis(assembly),
    apiGateway: assembleApiGateway(assembly),
    httpApis: assembleHttpApis(assembly),
    functions: assembleFunctions(assembly),
    eventSourceMappings: assembleEventSourceMappings(assembly),
    schedules: assembleSchedules(assembly),
    roles: assembleRoles(assembly),
    resourcePolicies: assembleResourcePolicies(assembly),
    queues: assembleQueues(assembly),
    buckets: assembleBuckets(assembly),
    tables: assembleTables(assembly),
    userPools: assembleUserPools(assembly),
    secrets: assembleSecrets(assembly),
    logGroupNames: assembleLogGroupNames(assembly),
    logGroupRetentionDays: assembleLogGroupRetentionDays(assembly),
    outputs: Object.fromEntries([...evaluation.outputs()].map(([name, value]) => [name, toJson(value)])),
  };
  return {
    configuration: withLocalUrls(configuration, urls),
    sensitiveOutputs: new Set([...document.outputs].filter(([, output]) => output.sensitive).map(([name]) => name)),
    inert: [...document.blocks.values()].filter(isInert).map(({ address }) => address),
    expressionCount: evaluation.expressionCount(),
  };
}

/** The region of the `aws` provider, which every block must share. */
function onlyRegion(document: TerraformDocument, evaluation: Evaluation): string {
  const region = regionOf(document, { address: 'provider.aws', provider: 'aws' }, evaluation);
  for (const block of document.blocks.values()) {
    if (block.provider === undefined) continue;
    const other = regionOf(document, block, evaluation);
    if (other !== region)
      throw new TerraformError(
        block.address,
        `the provider '${block.provider}' is of ${other}. Expected: ${region}; the local stage has one region`,
      );
  }
  return region;
}

/** Functions and outputs tell clients where to go: to the stage, not to AWS. */
function withLocalUrls(configuration: StageConfiguration, urls: StageUrls): StageConfiguration {
  const replacements = localUrls(configuration, urls);
  return {
    ...configuration,
    functions: configuration.functions.map((configured) => ({
      ...configured,
      environment: rewriteUrls(configured.environment, replacements),
    })),
    outputs: rewriteUrls(configuration.outputs, replacements),
  };
}
