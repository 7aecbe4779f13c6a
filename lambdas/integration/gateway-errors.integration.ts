import { test } from 'vitest';
import { withFaults } from './control.ts';
import { expectGatewayError, origin } from './gateway-errors.ts';
import { createPerson } from './people.ts';
import { environment } from './requests.ts';

/** Errors of the gateway that no request brings about by itself. */

test("DEFAULT_5XX: a function that crashes is the gateway's 502, which a page can read", async () => {
  const person = await createPerson('owner');
  const crash = { target: `lambda:gatehouse-${environment}-list-projects`, fault: { kind: 'crash' } };
  const answer = await withFaults([crash], () => person.send('listProjects', { headers: { Origin: origin } }));
  expectGatewayError(answer, 502);
});
