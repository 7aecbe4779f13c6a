import { isMap, isScalar, isSeq, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';

/**
 * What a workflow must keep, so that a job is no more than what runs on a laptop too, with rights that
 * it needs and code that cannot change under it.
 *
 * @param text the workflow, YAML.
 * @param scripts names of the npm scripts that there are.
 * @returns one line a problem: where, what was found, what was expected.
 */
export function workflowProblems(text: string, scripts: ReadonlySet<string>): readonly string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.split('\n')[0] ?? '');
  if (!isMap(document.contents)) return ['it is no mapping. Expected: a workflow'];
  const workflow: YAMLMap = document.contents;
  return [
    ...triggerProblems(workflow),
    ...topProblems(workflow),
    ...jobsOf(workflow).flatMap(([name, job]) => jobProblems(name, job, scripts)),
    ...secretProblems(workflow),
  ];
}

/** On `pull_request_target` a fork's code meets the repository's rights. */
function triggerProblems(workflow: YAMLMap): readonly string[] {
  const triggers = JSON.stringify(workflow.get('on') ?? '');
  return triggers.includes('pull_request_target')
    ? ["on: it runs on 'pull_request_target'. Expected: 'pull_request', which has no rights in a fork's hands"]
    : [];
}

function topProblems(workflow: YAMLMap): readonly string[] {
  const permissions = workflow.get('permissions');
  return isMap(permissions) && permissions.items.length === 0
    ? []
    : ['permissions: the workflow grants all of its jobs some. Expected: {}, and in each job what it needs'];
}

const jobsOf = (workflow: YAMLMap): readonly (readonly [string, YAMLMap])[] => {
  const jobs = workflow.get('jobs');
  return isMap(jobs)
    ? jobs.items.flatMap(({ key, value }) => (isMap(value) ? [[String(key), value] as const] : []))
    : [];
};

function jobProblems(name: string, job: YAMLMap, scripts: ReadonlySet<string>): readonly string[] {
  const steps = job.get('steps');
  const problems = [
    ...permissionProblems(job),
    ...(typeof job.get('timeout-minutes') === 'number' ? [] : ['it has no timeout-minutes. Expected: a limit']),
    ...(isSeq(steps) ? steps.items.filter(isMap).flatMap((step) => stepProblems(step, scripts)) : []),
  ];
  return problems.map((problem) => `job ${name}: ${problem}`);
}

function permissionProblems(job: YAMLMap): readonly string[] {
  const permissions = job.get('permissions');
  if (!isMap(permissions))
    return ['it declares no permissions, one by one. Expected: what it needs, such as contents: read'];
  const takesToken = permissions.get('id-token') === 'write';
  const usesToken = JSON.stringify(job).includes('aws-actions/configure-aws-credentials@');
  if (takesToken === usesToken) return [];
  return [
    takesToken
      ? 'it may ask for an identity token that it does not use. Expected: no id-token: write'
      : 'it takes AWS credentials without an identity token. Expected: id-token: write',
  ];
}

function stepProblems(step: YAMLMap, scripts: ReadonlySet<string>): readonly string[] {
  const uses = step.get('uses', true);
  const run = step.get('run');
  return [...(isScalar(uses) ? usesProblems(uses) : []), ...(typeof run === 'string' ? runProblems(run, scripts) : [])];
}

function usesProblems({ value, comment }: Scalar): readonly string[] {
  if (!/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(String(value))) {
    return [`'${value}' is no pin. Expected: owner/action@ and the 40 digits of a commit`];
  }
  return /^ v\d+\.\d+\.\d+$/.test(comment ?? '')
    ? []
    : [`'${value}' does not say which version it is. Expected: a comment such as # v5.0.0`];
}

/** One npm script with plain words: what a job does is found on a laptop too, and no event writes commands. */
function runProblems(run: string, scripts: ReadonlySet<string>): readonly string[] {
  const found = /^npm (?:run (?<script>[\w:-]+)|(?<test>test))(?: -- [\w./: =-]+)?$/.exec(run.trim());
  const script = found?.groups?.['script'] ?? found?.groups?.['test'];
  if (script === undefined) return [`it runs '${run.trim()}'. Expected: one npm script, with plain options`];
  return scripts.has(script) ? [] : [`it runs 'npm run ${script}', which package.json does not have`];
}

/** Stored keys: a job proves who it is with an identity token instead. */
function secretProblems(workflow: YAMLMap): readonly string[] {
  const problems: string[] = [];
  visit(workflow, {
    Scalar(_key, { value }) {
      const text = String(value);
      if (/\bsecrets\b/.test(text) && text.includes('${{')) problems.push(`'${text}' reads a stored secret`);
      if (/^aws-(?:access-key-id|secret-access-key)$/.test(text)) problems.push(`'${text}' takes a stored key`);
    },
    Pair(_key, { key, value }) {
      if (isScalar(key) && key.value === 'secrets' && value !== null) problems.push("'secrets' are handed on");
    },
  });
  return problems.map((problem) => `${problem}. Expected: a role that is assumed by OIDC`);
}
