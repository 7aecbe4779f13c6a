import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';

/** The APIs of every environment. */
export const apis = { taskApi, publicApi };
