import type { MessageContent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentBefore, notSentByAnswer, notSentByVerdict, notSentUnreadable } from '../../kit/not-sent.ts'
import { type ServiceAnswer, UPLOAD_TIMEOUT_MS } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { TwitterProperties } from './account.ts'
import { callTwitter, reasonOf, type TwitterCall, type TwitterHost } from './calls.ts'
import { twitter } from './direct-channel.ts'

/** As people call the service. */
const service = 'X'

export type ChannelHost = TwitterHost & Pick<IntegrationHost<TwitterProperties>, 'accounts' | 'files'>

/** Direct messages of an account. Each is sent at most once: X takes no key. */
export function createTwitterChannel(host: ChannelHost): Channel {
  return messengerChannel(host, {
    definition: twitter,
    async send({ properties }, { to, content }, signal) {
      const path = `/2/dm_conversations/with/${encodeURIComponent(to)}/messages`
      const call = { properties, signal }
      let ready: Ready | NotSent
      try {
        ready = await readyOf(host, call, content)
      } catch (error) {
        return notSentBefore(error)
      }
      if (!ready.ok) return ready
      return outcomeOf(await callTwitter(host, call, { method: 'POST', path, body: ready.body }), host.now())
    },
  })
}

interface Ready {
  readonly ok: true
  /** X refuses one with anything else in it. */
  readonly body: JsonObject
}

/** The request of a message. A picture is stored at X first, and nothing is sent unless X has taken it. */
async function readyOf(host: ChannelHost, call: TwitterCall, content: MessageContent): Promise<Ready | NotSent> {
  const { text = '' } = content
  const file = fileOf(content)
  if (file === undefined) return { ok: true, body: { text } }
  const { bytes, type = file.type ?? '' } = await host.files.read(file, call.signal)
  const media = Buffer.from(bytes).toString('base64')
  const picture = { media, media_category: 'dm_image', media_type: type, shared: false }
  const upload = { method: 'POST', path: '/2/media/upload', body: picture, timeoutMs: UPLOAD_TIMEOUT_MS } as const
  const answer = await callTwitter(host, call, upload)
  const reason = reasonOf(answer.body)
  if (!answer.isOk) return refusalOf(answer, reason, host.now())
  const mediaId = textOf(fieldOf(fieldOf(answer.body, 'data'), 'id'))
  if (mediaId === '') return notSentByVerdict({ service, reason: reason || 'It gave the picture no id.' })
  return { ok: true, body: { ...(text === '' ? {} : { text }), attachments: [{ media_id: mediaId }] } }
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const messageId = textOf(fieldOf(fieldOf(answer.body, 'data'), 'dm_event_id'))
  const reason = reasonOf(answer.body)
  if (answer.isOk && messageId !== '') return { ok: true, messageId, status: 'sent', segments: 1 }
  if (answer.isOk) return reason === '' ? notSentUnreadable(service) : notSentByVerdict({ service, reason })
  if (answer.statusCode === 403 && isAboutContact(reason)) {
    const message = `The contact cannot be written to, so nothing was sent: ${reason}`
    const help = 'Its settings at X allow no messages of this account until it writes first.'
    return { ok: false, error: { code: 'OPTED_OUT', message, help } }
  }
  return refusalOf(answer, reason, now)
}

function refusalOf(answer: ServiceAnswer, reason: string, now: Date): NotSent {
  const outcome = notSentByAnswer(answer, { service, reason, now })
  const afterMs = untilReset(answer, now)
  return outcome.retry === undefined || afterMs === undefined ? outcome : { ...outcome, retry: { afterMs } }
}

/** Otherwise X refuses the app or its keys. */
function isAboutContact(reason: string): boolean {
  return /participant|recipient|this user/i.test(reason)
}

/** Until calls are taken again, as a header says in seconds since 1970. */
function untilReset({ headers }: ServiceAnswer, now: Date): number | undefined {
  const [, text = ''] = headers.find(([name]) => name === 'x-rate-limit-reset') ?? []
  return /^\d{1,11}$/.test(text) ? Math.max(0, Number(text) * 1000 - now.getTime()) : undefined
}
