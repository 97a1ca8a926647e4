import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { Callback, CallbackEvent } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { contentOf } from '../../kit/message-content.ts'
import { undelivered } from '../../kit/undelivered.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type InfobipProperties, infobipAccount } from './account.ts'
import { readStatus, receiptStatusOf, requireWebhookLogin, rowsOf, timeIn } from './wire.ts'

/** Reads texts that arrived, and reports about those that were sent, in batches. Infobip signs in with a password. */
export const infobipCallback: Callback<InfobipProperties> = {
  methods: ['POST'],
  mostBytes: 1024 * 1024,
  verify: ({ headers }, { properties }) => requireWebhookLogin(headers.authorization, properties),
  read(request) {
    const rows = rowsOf(readCallbackJson(request), 'results')
    if (rows === undefined) throw new AppError('INVALID_INPUT', 'results is missing.')
    return rows.flatMap(readRow)
  },
  answer: () => ({ status: 200 }),
}

function readRow(row: Json): readonly CallbackEvent[] {
  const id = textOf(fieldOf(row, 'messageId'))
  if (id === '') return []
  return fieldOf(row, 'status') === undefined ? readMessage(row, id) : readReport(row, id)
}

function readMessage(row: Json, id: string): readonly CallbackEvent[] {
  const from = textOf(fieldOf(row, 'from') ?? fieldOf(row, 'sender'))
  const to = textOf(fieldOf(row, 'to') ?? fieldOf(row, 'destination'))
  if (from === '' || to === '') return []
  const parts = rowsOf(row, 'message') ?? []
  const mediaUrls = parts.map((part) => textOf(fieldOf(part, 'url'))).filter((url) => url !== '')
  const words = [fieldOf(row, 'text'), ...parts.map((part) => fieldOf(part, 'value'))].map(textOf)
  const text = words.filter((word) => word !== '').join('\n')
  // A row with neither words nor files is none of ours.
  if (text === '' && mediaUrls.length === 0 && fieldOf(row, 'text') === undefined) return []
  return [{ kind: 'message', message: { channel: 'sms', id, from, to, content: contentOf(text, mediaUrls) } }]
}

/** The contact is on a list of those who want no messages. */
const OPTED_OUT_CODE = 'EC_DEST_ADDRESS_BLACKLISTED'

function readReport(row: Json, messageId: string): readonly CallbackEvent[] {
  const given = readStatus(row)
  const status = receiptStatusOf(given)
  if (status === undefined) return []
  const at = timeIn(row, 'doneAt')
  if (status !== 'undelivered') return [{ kind: 'receipt', receipt: { messageId, status, ...at } }]
  const code = textOf(fieldOf(fieldOf(row, 'error'), 'name')) || given.name
  const error = undelivered(infobipAccount.title, { reason: code, code, optedOutCode: OPTED_OUT_CODE })
  return [{ kind: 'receipt', receipt: { messageId, status, error, ...at } }]
}
