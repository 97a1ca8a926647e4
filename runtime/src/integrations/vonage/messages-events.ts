import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { CallbackEvent } from '../../kit/callback.ts'
import { contentOf } from '../../kit/message-content.ts'
import { undelivered } from '../../kit/undelivered.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { vonageAccount } from './account.ts'
import { errorNumberOf, messageStatuses, reasonOf } from './wire.ts'

/** Kinds of messages that carry a file. */
const fileKinds = ['image', 'audio', 'video', 'file', 'vcard'] as const

/** The message or receipt in a call of the Messages API. */
export function readMessagesEvent(body: Json): readonly CallbackEvent[] {
  const id = textOf(fieldOf(body, 'message_uuid'))
  if (id === '') throw new AppError('INVALID_INPUT', 'message_uuid is missing.')
  // The other channels of Vonage have addresses of their own.
  const channel = textOf(fieldOf(body, 'channel'))
  if (channel !== 'sms' && channel !== 'mms') return []
  return fieldOf(body, 'status') === undefined ? readMessage(body, id) : readReceipt(body, id)
}

function readMessage(body: Json, id: string): readonly CallbackEvent[] {
  const [from, to] = [textOf(fieldOf(body, 'from')), textOf(fieldOf(body, 'to'))]
  if (from === '' || to === '') return []
  const files = filesOf(body)
  const text = [textOf(fieldOf(body, 'text')), ...files.map(({ caption }) => caption)].filter((part) => part !== '')
  const content = contentOf(
    text.join('\n'),
    files.map(({ url }) => url),
  )
  return [{ kind: 'message', message: { channel: 'sms', id, from, to, content } }]
}

interface ReceivedFile {
  readonly url: string
  readonly caption: string
}

/** One file of the message's kind, or several in `content`. */
function filesOf(body: Json): readonly ReceivedFile[] {
  const content = fieldOf(body, 'content')
  const listed = Array.isArray(content) ? content : []
  return [...fileKinds.map((kind) => fieldOf(body, kind)), ...listed].flatMap((file) => {
    const url = textOf(fieldOf(file, 'url'))
    return url === '' ? [] : [{ url, caption: textOf(fieldOf(file, 'caption')) }]
  })
}

function readReceipt(body: Json, messageId: string): readonly CallbackEvent[] {
  const given = textOf(fieldOf(body, 'status'))
  const status = messageStatuses[given]
  if (status === undefined) return []
  const failure = fieldOf(body, 'error')
  const error = undelivered(vonageAccount.title, { reason: reasonOf(failure) || given, code: errorNumberOf(failure) })
  return [{ kind: 'receipt', receipt: { messageId, status, ...(status === 'undelivered' ? { error } : {}) } }]
}
