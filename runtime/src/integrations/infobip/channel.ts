import type { Json } from '@patchbay/shared/json'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { AddressedMessage, Channel, FindOutcome, SendOutcome, Sent } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileUrlsOf } from '../../kit/message-content.ts'
import {
  accountGone,
  notSentByAnswer,
  notSentByFailure,
  notSentByVerdict,
  notSentUnreadable,
} from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { sms } from '../../messaging/channels/sms.ts'
import { type InfobipProperties, infobipAccount } from './account.ts'
import { callInfobip, type InfobipHost } from './calls.ts'
import { digitsOf, readStatus, reasonOf, receiptStatusOf, rowsOf } from './wire.ts'

const service = infobipAccount.title

export type ChannelHost = InfobipHost & Pick<IntegrationHost<InfobipProperties>, 'accounts'>

/**
 * Texts and MMS over Infobip. A message carries our key as its id. Infobip does not honour it, but its log can be asked:
 * a message that is there was sent. One that is not there may still be on its way into the log.
 */
export function createInfobipChannel(host: ChannelHost): Channel {
  const propertiesOf = async (accountId: string) => (await host.accounts.open(accountId))?.properties

  async function find(message: AddressedMessage, signal: AbortSignal): Promise<FindOutcome> {
    const properties = await propertiesOf(message.accountId)
    if (properties === undefined) return { kind: 'unknown', isFinal: true }
    try {
      const path = `${logsOf(message)}?messageId=${encodeURIComponent(message.idempotencyKey)}`
      const answer = await callInfobip(host, { properties, signal }, { method: 'GET', path })
      const found = rowsOf(answer.body, 'results')?.find((row) => idOf(row) === message.idempotencyKey)
      const outcome = found === undefined ? undefined : verdictOf(found, message)
      return outcome?.ok === true ? { kind: 'sent', sent: outcome } : { kind: 'unknown', isFinal: false }
    } catch {
      return { kind: 'unknown', isFinal: false }
    }
  }

  /** Asks after a broken call, because Infobip may have accepted the message all the same. */
  async function findAfterFailure(message: AddressedMessage, signal: AbortSignal): Promise<Sent | undefined> {
    if (signal.aborted) return undefined
    const found = await find(message, signal)
    return found.kind === 'sent' ? found.sent : undefined
  }

  return {
    definitions: [sms],
    repeatOf: async () => 'never',
    messagesPerSecond: async (accountId) => (await propertiesOf(accountId))?.messagesPerSecond,
    find,
    async send(message, signal) {
      const properties = await propertiesOf(message.accountId)
      if (properties === undefined) return accountGone
      try {
        const request = { method: 'POST', path: pathOf(message), json: requestOf(message) } as const
        return outcomeOf(await callInfobip(host, { properties, signal }, request), message, host.now())
      } catch (error) {
        const notSent = notSentByFailure(error)
        if (notSent.retry !== undefined) return notSent
        return (await findAfterFailure(message, signal)) ?? notSent
      }
    },
  }
}

function pathOf({ content }: AddressedMessage): string {
  return fileUrlsOf(content).length > 0 ? '/mms/2/messages' : '/sms/3/messages'
}

function logsOf({ content }: AddressedMessage): string {
  return fileUrlsOf(content).length > 0 ? '/mms/2/logs' : '/sms/3/logs'
}

function requestOf({ from, to, content, idempotencyKey }: AddressedMessage): object {
  const { text = '' } = content
  const fileUrls = fileUrlsOf(content)
  const destinations = [{ to: digitsOf(to), messageId: idempotencyKey }]
  const words = text === '' ? [] : [{ text }]
  const body =
    fileUrls.length > 0 ? { messageSegments: [...words, ...fileUrls.map((contentUrl) => ({ contentUrl }))] } : { text }
  return { messages: [{ sender: digitsOf(from), destinations, content: body }] }
}

function outcomeOf(answer: ServiceAnswer, message: AddressedMessage, now: Date): SendOutcome {
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason: reasonOf(answer.body), now })
  const [row] = rowsOf(answer.body, 'messages') ?? []
  return (row === undefined ? undefined : verdictOf(row, message)) ?? notSentUnreadable(service)
}

/** What a row of an answer or of the log says; undefined when it says nothing about the message. */
function verdictOf(row: Json, { content }: AddressedMessage): SendOutcome | undefined {
  const status = readStatus(row)
  const receipt = receiptStatusOf(status)
  const messageId = idOf(row)
  if (receipt === 'undelivered') {
    return notSentByVerdict({ service, reason: `${status.name} ${status.description}`.trim() })
  }
  if (receipt === undefined || messageId === '') return undefined
  const counted = fieldOf(fieldOf(row, 'details'), 'messageCount') ?? fieldOf(row, 'messageCount')
  const segments = Number(textOf(counted)) || countSmsSegments(content.text ?? '').segments
  return { ok: true, messageId, status: receipt, segments }
}

function idOf(row: Json): string {
  return textOf(fieldOf(row, 'messageId'))
}
