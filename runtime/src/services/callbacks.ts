import { AppError } from '@patchbay/shared/errors'
import type { AccountType } from '../accounts/accounts.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { OpenAccount } from '../kit/account.ts'
import type { Callback, CallbackAnswer, CallbackEvent, CallbackRequest } from '../kit/callback.ts'
import type { MessageChange, MessageReceiver, ReceivedMessage } from '../kit/inbound-message.ts'

/** Handles requests of outside services, for all integrations alike. */
export interface Callbacks {
  /** The rules for requests to an integration. @throws AppError NOT_FOUND for an integration that has no callback */
  rulesOf(type: string): Pick<Callback, 'methods' | 'mostBytes'>
  /**
   * Authenticates the sender and receives the messages and receipts of the request. Resolves once they are stored.
   * @throws AppError ACCOUNT_NOT_FOUND, UNAUTHENTICATED, INVALID_TOKEN, errors of the integration for requests that
   * cannot be used, and as `MessageReceiver.receive`
   */
  take(type: string, accountId: string, request: CallbackRequest): Promise<CallbackAnswer>
}

export interface CallbacksOptions {
  readonly callbacks: ReadonlyMap<string, Callback>
  readonly accountTypes: readonly AccountType[]
  readonly openAccounts: Pick<OpenAccounts, 'open'>
  readonly messages: MessageReceiver
}

export function createCallbacks({ callbacks, accountTypes, openAccounts, messages }: CallbacksOptions): Callbacks {
  function callbackOf(type: string): Callback {
    const callback = callbacks.get(type)
    if (callback === undefined) throw new AppError('NOT_FOUND', 'Nothing is at this address.')
    return callback
  }

  async function requireAccount(type: string, accountId: string): Promise<OpenAccount> {
    const account = await openAccounts.open(type, accountId)
    if (account !== undefined) return account
    const title = accountTypes.find(({ definition }) => definition.id === type)?.definition.title
    throw new AppError('ACCOUNT_NOT_FOUND', `There is no such ${title} account.`)
  }

  return {
    rulesOf: callbackOf,
    async take(type, accountId, request) {
      const callback = callbackOf(type)
      const account = await requireAccount(type, accountId)
      await callback.verify(request, account)
      const events = await callback.read(request, account)
      const received = await receiveAll(events, account.id, messages)
      const handshake = events.find((event) => event.kind === 'handshake')
      if (handshake !== undefined) return handshake.answer
      return callback.answer?.(received) ?? { status: 202, json: { received } }
    },
  }
}

/**
 * An event that cannot be received does not keep the others from being stored. The first such error is thrown at the
 * end.
 */
async function receiveAll(
  events: readonly CallbackEvent[],
  accountId: string,
  messages: MessageReceiver,
): Promise<readonly ReceivedMessage[]> {
  const received: ReceivedMessage[] = []
  const failures: unknown[] = []
  for (const event of events) {
    try {
      if (event.kind === 'message') received.push(await messages.receive({ ...event.message, accountId }))
      if (event.kind === 'receipt') await messages.receipt({ ...event.receipt, accountId })
      if (event.kind === 'edited' || event.kind === 'deleted') await messages.change(changeOf(event, accountId))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return received
}

function changeOf(
  event: Extract<CallbackEvent, { readonly kind: 'edited' | 'deleted' }>,
  accountId: string,
): MessageChange {
  const { kind, id, at } = event
  const content = kind === 'edited' ? event.content : null
  return { accountId, id, content, ...(at === undefined ? {} : { at }) }
}
