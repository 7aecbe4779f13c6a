import type { CodePurpose } from './codes.ts';
import type { CognitoContext } from './context.ts';
import {
  type CodeDeliveryDetails,
  type ContactAttribute,
  deliveryDetails,
  type MessageReason,
  messageTo,
} from './delivery.ts';
import type { User } from './users.ts';

/** Issues a code, delivers it to an attribute of the user, and says where it went. */
export function sendCode(
  context: CognitoContext,
  user: User,
  attribute: ContactAttribute,
  { purpose, reason }: { readonly purpose: CodePurpose; readonly reason: MessageReason },
): CodeDeliveryDetails {
  const delivery = messageTo(user, attribute, reason, context.codes.issue(user, purpose));
  context.deliver(delivery);
  return deliveryDetails(attribute, delivery.destination);
}

/** Says that a code went out where none did, for a name that must not be told from a user's. */
export const simulatedDelivery = (name: string): CodeDeliveryDetails =>
  deliveryDetails('email', name.includes('@') ? name : `${name}@${name}`);
