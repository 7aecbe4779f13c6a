import { spawn } from 'node:child_process';
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publicApi } from '../../contracts/public-api.ts';
import { type ApiTable, operationsOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { type Contestant, projectBody, untilFirstAnswer } from './contestant.ts';
import { endChild } from './end-child.ts';
import { freePort } from './free-port.ts';
import { toolFile, versionOf, workshopFolder } from './workshop.ts';

/**
 * serverless-offline with the same 33 routes, in worker threads, which is its default. It boots with a
 * JWT authorizer only if it need not verify the signature, has no Cognito authorizer, no request
 * validation of models, no throttles and no access log.
 */
export function serverlessOfflineContestant(): Contestant {
  return {
    name: 'serverless-offline',
    version: `${versionOf('serverless-offline')}, osls ${versionOf('osls')}`,
    checks: 'reads the JWT of the HTTP API without verifying its signature; nothing else',
    async start() {
      const folder = workshopFolder('serverless-offline');
      const port = await freePort();
      writeService(folder, port);
      const child = spawn(process.execPath, [toolFile('osls', 'bin', 'serverless.js'), 'offline', 'start'], {
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
      });
      const url = `http://127.0.0.1:${port}`;
      return {
        pid: child.pid ?? 0,
        answers: untilFirstAnswer(`${url}/health`),
        requests: async () => ({
          REST: { method: 'POST', url: `${url}/projects`, headers: json, body: projectBody },
          HTTP: { method: 'GET', url: `${url}/contacts`, headers: { authorization: `Bearer ${forgedToken()}` } },
        }),
        stop: () => endChild(child, 'SIGINT'),
      };
    },
  };
}

const json = { 'content-type': 'application/json' };
const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_benchmark';
const audience = 'benchmark';

/** A token that nobody has signed: the peer takes it. */
function forgedToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: issuer, aud: audience, client_id: audience, scope: 'contacts/read', exp: 4_102_444_800 };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${Buffer.from('forged').toString('base64url')}`;
}

/** The framework reads JSON as it reads YAML. */
function writeService(folder: string, port: number): void {
  cpSync(join(import.meta.dirname, 'handler'), folder, { recursive: true });
  const modules = join(folder, 'node_modules');
  rmSync(modules, { force: true });
  symlinkSync(resolve(toolFile('osls'), '..'), modules, 'dir');
  const service = {
    service: 'benchmark',
    provider: { name: 'aws', runtime: 'nodejs20.x', httpApi: { authorizers: { users: authorizer } } },
    plugins: ['serverless-offline'],
    custom: {
      'serverless-offline': {
        host: '127.0.0.1',
        httpPort: port,
        lambdaPort: port + 1,
        ignoreJWTSignature: true,
        noPrependStageInUrl: true,
      },
    },
    functions: Object.fromEntries([taskApi, publicApi].flatMap((api) => functionsOf(api))),
  };
  writeFileSync(join(folder, 'serverless.json'), JSON.stringify(service, undefined, 2));
}

const authorizer = {
  type: 'jwt',
  identitySource: '$request.header.Authorization',
  issuerUrl: issuer,
  audience: [audience],
};

function functionsOf(api: ApiTable): readonly [string, object][] {
  return operationsOf(api).map(({ operationId, method, path, access }) => {
    const route = { path, method: method.toLowerCase() };
    const event =
      api.kind === 'rest'
        ? { http: { ...route, cors: true } }
        : { httpApi: { ...route, ...(access.kind === 'jwt' && { authorizer: { name: 'users' } }) } };
    return [operationId, { handler: 'index.handler', events: [event] }];
  });
}
