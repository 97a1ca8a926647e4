import { createHash } from 'node:crypto'
import type { StepContext } from '../kit/node.ts'
import { textOf } from '../kit/values.ts'

/**
 * What a bot calls the conversation of a run: 40 hexadecimal digits, the same for a contact on a channel, or for `user` on
 * all channels. A run without either has its own.
 */
export function conversationName(
  { account, user = '' }: { readonly account: string; readonly user?: string | undefined },
  { runId, address, variable }: Pick<StepContext, 'runId' | 'address' | 'variable'>,
): string {
  const contact = textOf(variable('ANI')).trim()
  if (user.trim() !== '') return userConversation(account, user.trim())
  if (contact === '') return hashOf([account, 'run', runId])
  return contactConversation(account, { channel: address?.channel ?? '', value: contact })
}

/** The conversation of a contact with the bot of an account. */
export function contactConversation(
  accountId: string,
  { channel, value }: { readonly channel: string; readonly value: string },
): string {
  return hashOf([accountId, 'contact', channel, value])
}

/** The conversation of what a flow calls a user. */
export function userConversation(accountId: string, user: string): string {
  return hashOf([accountId, 'user', user])
}

/** The number stays here. With the id of the account in it, nobody else finds the number by trying out all. */
function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)
}
