import type { AccountEvent } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import type { AccountType } from '../accounts/accounts.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { OpenAccount } from '../kit/account.ts'
import type { Callback, CallbackAnswer, CallbackEvent, CallbackRequest } from '../kit/callback.ts'
import type { MessageChange, MessageReceiver, ReceivedMessage } from '../kit/inbound-message.ts'
import type { CallbackLog } from './callback-log.ts'

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
  readonly accountTypes: () => readonly AccountType[]
  readonly openAccounts: Pick<OpenAccounts, 'open'>
  readonly messages: MessageReceiver
  readonly log: Pick<CallbackLog, 'add'>
  /** Returns the spelling of a contact for people. */
  readonly show: (channel: string, contact: string) => string
  readonly now: () => Date
}

/** Notes for the account's page what came, and what became of it. */
type Note = (verdict: AccountEvent['verdict'], text: string, message?: Pick<AccountEvent, 'runId' | 'from'>) => void

export function createCallbacks({
  callbacks,
  accountTypes,
  openAccounts,
  messages,
  log,
  show,
  now,
}: CallbacksOptions): Callbacks {
  function callbackOf(type: string): Callback {
    const callback = callbacks.get(type)
    if (callback === undefined) throw new AppError('NOT_FOUND', 'Nothing is at this address.')
    return callback
  }

  async function requireAccount(type: string, accountId: string): Promise<OpenAccount> {
    const account = await openAccounts.open(type, accountId)
    if (account !== undefined) return account
    const title = accountTypes().find(({ definition }) => definition.id === type)?.definition.title
    throw new AppError('ACCOUNT_NOT_FOUND', `There is no such ${title} account.`)
  }

  return {
    rulesOf: callbackOf,
    async take(type, accountId, request) {
      const callback = callbackOf(type)
      const account = await requireAccount(type, accountId)
      const note: Note = (verdict, text, message = { runId: null }) =>
        log.add(account.id, { at: now().toISOString(), verdict, text, ...message })
      const events = await eventsOf(callback, request, account).catch((error: unknown) => {
        note('refused', toAppError(error).message)
        throw error
      })
      const received = await receiveAll(events, { accountId: account.id, messages, show, note })
      const handshake = events.find((event) => event.kind === 'handshake')
      if (handshake !== undefined) return handshake.answer
      return (
        (await callback.answer?.(received, { accountId: account.id, events })) ?? { status: 202, json: { received } }
      )
    },
  }
}

async function eventsOf(callback: Callback, request: CallbackRequest, account: OpenAccount) {
  await callback.verify(request, account)
  return callback.read(request, account)
}

interface Receiving {
  readonly accountId: string
  readonly messages: MessageReceiver
  readonly show: CallbacksOptions['show']
  readonly note: Note
}

/**
 * An event that cannot be received does not keep the others from being stored. The first such error is thrown at the
 * end.
 */
async function receiveAll(events: readonly CallbackEvent[], receiving: Receiving): Promise<readonly ReceivedMessage[]> {
  const received: ReceivedMessage[] = []
  const failures: unknown[] = []
  for (const event of events) {
    try {
      const message = await receiveOne(event, receiving)
      if (message !== undefined) received.push(message)
    } catch (error) {
      receiving.note('refused', toAppError(error).message)
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return received
}

async function receiveOne(event: CallbackEvent, { accountId, messages, show, note }: Receiving) {
  if (event.kind === 'ignored') note('ignored', event.why)
  if (event.kind === 'handshake') note('accepted', 'The service asked whether this address is ours, and was answered.')
  if (event.kind === 'receipt') {
    await messages.receipt({ ...event.receipt, accountId })
    note('accepted', `A sent message: ${event.receipt.status}.`)
  }
  if (event.kind === 'receipts-until') {
    const { receipts } = event
    await messages.receiptsUntil({ ...receipts, accountId })
    note('accepted', `Messages to ${receipts.contact} until ${receipts.until.toISOString()}: ${receipts.status}.`)
  }
  if (event.kind === 'blocked') {
    const isNews = await messages.blocked({ ...event.block, accountId })
    if (isNews) note('accepted', event.block.detail)
  }
  if (event.kind === 'edited' || event.kind === 'deleted') {
    await messages.change(changeOf(event, accountId))
    note('accepted', `The contact has ${event.kind} a message.`)
  }
  if (event.kind !== 'message') return undefined
  const message = await messages.receive({ ...event.message, accountId })
  const { channel, from } = event.message
  const [verdict, what] = message.duplicate
    ? (['ignored', 'A message that came before.'] as const)
    : (['accepted', 'A message.'] as const)
  note(verdict, what, { runId: message.runId, from: show(channel, from) })
  return message
}

function changeOf(
  event: Extract<CallbackEvent, { readonly kind: 'edited' | 'deleted' }>,
  accountId: string,
): MessageChange {
  const { kind, id, at } = event
  const content = kind === 'edited' ? event.content : null
  return { accountId, id, content, ...(at === undefined ? {} : { at }) }
}
