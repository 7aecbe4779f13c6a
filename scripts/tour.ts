import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StageOutputs } from '../contracts/stage-outputs.ts';
import type { Demo } from './demo.ts';

/**
 * What `npm start` prints once the stage runs, and the two files that give a shell the same values,
 * so that the README's lines can be pasted as they are.
 */
export function tour(outputs: StageOutputs, demo: Demo, outputsFile: string): string {
  const variables = tourVariables(outputs, demo);
  const folder = dirname(outputsFile);
  const shell = join(folder, 'tour.env');
  const powerShell = join(folder, 'tour.ps1');
  writePrivate(shell, variables.map(([name, value]) => `export ${name}='${value}'\n`).join(''));
  writePrivate(powerShell, variables.map(([name, value]) => `$${name} = '${value}'\n`).join(''));
  const { TASK_API, PUBLIC_API } = Object.fromEntries(variables);
  return `
  Task API     ${TASK_API}
  Public API   ${PUBLIC_API}
  User         ${demo.email}  password ${demo.password}
  Partner      ${demo.partnerId}  key ${demo.partnerKey}

  ID token of the user (an hour):
  ${demo.idToken}

  Token of the partner (an hour):
  ${demo.partnerToken}

  Try it in another terminal:

  . "${shell}"        # PowerShell: . ${powerShell}
  curl -i "$PUBLIC_API/health"
  curl -i "$TASK_API/projects" -H "Authorization: $ID_TOKEN"
  curl -i "$TASK_API/projects" -H "Authorization: $ID_TOKEN" -H 'Content-Type: application/json' -d '{"name":"Moon base","partnerIds":["${demo.partnerId}"]}'
  curl -i "$TASK_API/partner/projects" -H "Authorization: Bearer $PARTNER_TOKEN" -H "x-api-key: $PARTNER_KEY"

  The README goes on from here. Ctrl-C stops everything.
`;
}

function tourVariables(outputs: StageOutputs, demo: Demo): (readonly [name: string, value: string])[] {
  return [
    ['TASK_API', withoutTrailingSlash(outputs.taskApiUrl)],
    ['PUBLIC_API', withoutTrailingSlash(outputs.publicApiUrl)],
    ['EMAIL', demo.email],
    ['PASSWORD', demo.password],
    ['ID_TOKEN', demo.idToken],
    ['PARTNER_TOKEN', demo.partnerToken],
    ['PARTNER_KEY', demo.partnerKey],
  ];
}

const withoutTrailingSlash = (url: string) => url.replace(/\/$/, '');

/** Tokens and keys are for the one who started the stage. */
function writePrivate(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
