import { publicApi } from '../../contracts/public-api.ts';
import { httpHandler } from '../shared/http-handler.ts';

export const handler = httpHandler(publicApi, 'getHealth', async () => ({ status: 200, body: { status: 'ok' } }));
