import type { ConversationKey } from '../messages/message-records.ts'

/** What keys of waits for a reply begin with. */
export const REPLY = 'reply '

/** The key of a wait for the next message of a conversation. */
export function replyKey({ contactPointId, address }: ConversationKey): string {
  return `${REPLY}${contactPointId} ${address}`
}

/** `replyKey` of a row with the columns `contact_point_id` and `address`, as SQL. */
export function replyKeySql(row: string): string {
  return `'${REPLY}' || ${row}.contact_point_id || ' ' || ${row}.address`
}

/** The key of a wait for people to end what they do in a conversation. */
export function handOverKey({ contactPointId, address }: ConversationKey): string {
  return `hand-over ${contactPointId} ${address}`
}

const RECEIPT = 'receipt '

/** The key of a wait for the last receipt of a message that an account has sent. */
export function receiptKey({ accountId, providerId }: { readonly accountId: string; readonly providerId: string }) {
  return `${RECEIPT}${accountId} ${providerId}`
}

/** `receiptKey` of a row with the columns `account_id` and `provider_id`, as SQL. */
export function receiptKeySql(row: string): string {
  return `'${RECEIPT}' || ${row}.account_id || ' ' || ${row}.provider_id`
}
