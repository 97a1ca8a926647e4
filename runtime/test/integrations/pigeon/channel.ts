import { AppError } from '@patchbay/shared/errors'
import { type Static, Type } from 'typebox'
import type { Channel, ChannelDefinition } from '../../../src/kit/channel.ts'
import type { IntegrationHost } from '../../../src/kit/integration.ts'
import { toRunError } from '../../../src/kit/run-error.ts'
import { createCheck } from '../../../src/platform/validation/check.ts'
import type { pigeonAccount } from './account.ts'

const pigeon: ChannelDefinition = {
  id: 'pigeon',
  title: 'Pigeon',
  addressTitle: 'Bot',
  icon: 'feather',
  contacts: ['@dana', '@robin'],
  abilities: { text: { longest: 2_000, whenLonger: 'split' }, receipts: 'none' },
  // Upper and lower case are one name.
  normalise: (value) => /^\s*(@[a-z][a-z0-9_]{2,31})\s*$/i.exec(value)?.[1]?.toLowerCase(),
  show: (value) => value,
}

type Host = Pick<IntegrationHost<Static<typeof pigeonAccount.properties>>, 'web' | 'url' | 'accounts'>

export function createPigeonChannel({ web, url, accounts }: Host): Channel {
  return {
    definitions: [pigeon],
    repeatOf: async () => 'keyed',
    async send({ accountId, from, to, content, idempotencyKey }, signal) {
      try {
        const token = (await accounts.open(accountId))?.properties.token ?? ''
        const { statusCode, text: answer } = await web.request({
          method: 'POST',
          url: `${url('api')}/messages`,
          headers: [
            ['content-type', 'application/json'],
            ['x-pigeon-token', token],
          ],
          body: JSON.stringify({ key: idempotencyKey, bot: from, to, text: content.text ?? '' }),
          timeoutMs: 5_000,
          // A redirect could lead the token elsewhere.
          maxRedirects: 0,
          signal,
        })
        const messageId = statusCode === 200 ? readMessageId(answer) : undefined
        if (messageId === undefined) throw new AppError('MESSAGE_REFUSED', `Pigeon answered ${statusCode}.`)
        return { ok: true, messageId, status: 'sent', segments: 1 }
      } catch (error) {
        return { ok: false, error: toRunError(error) }
      }
    },
  }
}

const checkReceipt = createCheck(Type.Object({ id: Type.String() }))

/** The id in a receipt; undefined when the answer is none. */
function readMessageId(answer: string): string | undefined {
  try {
    const checked = checkReceipt(JSON.parse(answer))
    return checked.ok ? checked.value.id : undefined
  } catch {
    return undefined
  }
}
