import { defineAccount } from '@patchbay/shared/api'
import { Type } from 'typebox'

export const pigeonAccount = defineAccount({
  id: 'pigeon',
  title: 'Pigeon',
  description: 'A messenger of the tests, whose bots have names.',
  icon: 'feather',
  properties: Type.Object(
    {
      token: Type.String({
        title: 'Bot token',
        minLength: 1,
        maxLength: 100,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Bot token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: false, webhook: false, status: false, numbers: true, importNumbers: true },
  addresses: [{ title: 'Callback URL', path: '/channels/pigeon/{accountId}' }],
})
