import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { basicNamePattern } from '../../kit/text-patterns.ts'

/** The path where Zapier polls for items and tests a connection, as named in Bright Pattern's guide. */
export const POLLING_PATH = '/clientweb/api/v1/workflow-trigger'

export const zapierAccount = defineAccount({
  id: 'zapier',
  title: 'Zapier',
  description: 'Lets Zaps read what flows give to Zapier Invoke, at once or by polling, and start flows.',
  summary: 'Starts Zaps, starts flows',
  helpPage: 'zapier/README',
  haveReady: ['Nothing. Username and password are pasted into Zapier'],
  icon: 'bolt',
  properties: Type.Object(
    {
      username: Type.String({
        title: 'Username',
        description: '1 to 120 characters without a colon or control characters',
        minLength: 1,
        maxLength: 120,
        ...basicNamePattern,
        default: '',
        'x-ui': { widget: 'text', placeholder: 'zapier', emptyMessage: 'Username is empty' },
        'x-required': true,
      }),
      password: Type.Optional(
        Type.String({
          title: 'Password',
          description: 'At least 10 characters. Left empty, one is generated and shown once.',
          minLength: 10,
          maxLength: 256,
          'x-ui': { widget: 'secret', generate: true, placeholder: 'Generated when left empty' },
          'x-secret': true,
        }),
      ),
      startFlows: Type.Optional(
        Type.Boolean({
          title: 'Zaps may start flows',
          description: 'Lets the action "Start a Flow" start live flows by their Inbound API trigger.',
          default: true,
          'x-ui': { widget: 'switch' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  identity: 'username',
  hashed: ['password'],
  generated: ['password'],
  capabilities: { create: true, test: true, webhook: false, status: true },
  addresses: [
    { title: 'Polling URL', path: POLLING_PATH },
    { title: 'REST hooks URL', path: '/zapier/hooks' },
  ],
})

export type ZapierProperties = Static<typeof zapierAccount.properties>
