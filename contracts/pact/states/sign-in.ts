import { type States, state } from '../provider.ts';
import type { Tenant } from './tenant.ts';

export const signInStates = ({ user }: Tenant): States => ({
  'a registered user': state(async () => ({ email: user.email, password: user.password })),
  'a user with a refresh token': state(async () => {
    const { body } = await user.client.login({ body: { email: user.email, password: user.password } });
    return { refreshToken: body.refreshToken };
  }),
});
