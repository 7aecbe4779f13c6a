import { taskApi } from '../../task-api.ts';
import { consumerOf } from '../consumer.ts';
import { placeholders } from '../placeholders.ts';

/** The web application, with a user who is signed in. */
export const taskWeb = consumerOf('task-web', taskApi, { Authorization: placeholders.user });
/** The web application before anybody has signed in. */
export const signedOutTaskWeb = consumerOf('task-web', taskApi);
/** The web application with what is left of a session. */
export const expiredTaskWeb = consumerOf('task-web', taskApi, { Authorization: 'a-token-that-is-none' });
