import { createHmac } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { type Static, Type } from 'typebox'
import type { Callback } from '../../../src/kit/callback.ts'
import { readCallbackJson } from '../../../src/kit/callback-body.ts'
import { equalText } from '../../../src/platform/constant-time.ts'
import { createCheck } from '../../../src/platform/validation/check.ts'
import type { pigeonAccount } from './account.ts'

const checkUpdate = createCheck(
  Type.Object({ id: Type.String(), bot: Type.String(), from: Type.String(), text: Type.String() }),
)

export const pigeonCallback: Callback<Static<typeof pigeonAccount.properties>> = {
  methods: ['POST'],
  verify({ headers, rawBody }, { properties }) {
    const signature = headers['x-pigeon-signature']
    if (signature === undefined) throw new AppError('UNAUTHENTICATED', 'Sign the body in X-Pigeon-Signature.')
    const expected = createHmac('sha256', properties.token).update(rawBody).digest('hex')
    if (!equalText(signature, expected)) throw new AppError('INVALID_TOKEN', 'The signature does not fit.')
  },
  read(request) {
    const checked = checkUpdate(readCallbackJson(request))
    if (!checked.ok) throw new AppError('INVALID_INPUT', 'This is no message.', { errors: checked.errors })
    const { id, bot, from, text } = checked.value
    return [{ kind: 'message', message: { channel: 'pigeon', id, from, to: bot, content: { text } } }]
  },
}
