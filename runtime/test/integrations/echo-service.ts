import { defineAccount } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { accountInput } from '../../src/kit/account-input.ts'
import type { CallbackEvent, CallbackRequest } from '../../src/kit/callback.ts'
import { readCallbackForm, readCallbackJson, readCallbackText } from '../../src/kit/callback-body.ts'
import { defineIntegration } from '../../src/kit/integration.ts'
import { type ActionModule, defineAction } from '../../src/kit/node.ts'

const echoAccount = defineAccount({
  id: 'echo',
  title: 'Echo',
  description: 'A service of the tests that repeats what it is sent.',
  icon: 'message',
  properties: Type.Object(
    {
      token: Type.String({
        title: 'Token',
        minLength: 1,
        maxLength: 100,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: false, webhook: false, status: false },
  addresses: [{ title: 'Callback URL', path: '/channels/echo/{accountId}' }],
})

const echoAsk = defineNode({
  id: 'echo-ask',
  typeVersion: 1,
  kind: 'action',
  category: 'integrations',
  title: 'Ask Echo',
  description: 'Sends the token of the account and keeps what comes back.',
  icon: 'message',
  keywords: [],
  variablePrefix: 'ECHO',
  inputs: Type.Object(
    { account: Type.String({ title: 'Account', 'x-ui': accountInput('echo') }) },
    { additionalProperties: false },
  ),
  outputs: [{ name: 'reply', title: 'Reply', type: 'text' }],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure' },
  ],
  repeat: 'safe',
  summary: [],
  defaults: { account: '' },
})

/**
 * An outside service of the tests, added as any other but outside of `src`: calls at `hosts.api`, and a callback that
 * takes JSON, forms and XML, and answers a challenge.
 */
export const echo = defineIntegration({
  account: echoAccount,
  hosts: { api: 'https://api.echo.test' },
  create: (host) => ({
    actions: [createEchoAsk(() => host.url('api'))],
    callback: {
      methods: ['GET', 'POST'],
      mostBytes: 1_024,
      verify({ headers, query }, { properties }) {
        const given = headers['x-echo-token'] ?? query.get('token')
        if (given === null) throw new AppError('UNAUTHENTICATED', 'Send the token.')
        if (given !== properties.token) throw new AppError('INVALID_TOKEN', 'The token does not fit.')
      },
      read: (request) => (request.method === 'GET' ? [challengeOf(request)] : [messageOf(request)]),
      answer: () => ({ status: 200, text: 'taken' }),
    },
  }),
})

function createEchoAsk(apiUrl: () => string): ActionModule {
  return defineAction(echoAsk, {
    async run(inputs, { account, services, signal }) {
      const { properties } = await account(echoAccount, inputs.account)
      const headers = [['authorization', `Bearer ${properties.token}`]] as const
      const { text } = await services.web.request({
        method: 'GET',
        url: `${apiUrl()}/echo`,
        headers,
        timeoutMs: 5_000,
        signal,
      })
      const error = { code: 'HTTP_STATUS', message: `It said ${text}` }
      const warnings = [{ code: 'ECHO', message: `Heard ${text}` }]
      return { exit: 'failure', outputs: { reply: text }, variables: { heard: text }, warnings, error }
    },
  })
}

function challengeOf({ query }: CallbackRequest): CallbackEvent {
  return { kind: 'handshake', answer: { status: 200, text: query.get('challenge') ?? '' } }
}

function messageOf(request: CallbackRequest): CallbackEvent {
  const type = request.headers['content-type'] ?? ''
  const text = type.includes('form')
    ? (readCallbackForm(request).get('text') ?? '')
    : type.includes('xml')
      ? (/<text>(.*)<\/text>/.exec(readCallbackText(request))?.[1] ?? '')
      : JSON.stringify(readCallbackJson(request))
  const message = { channel: 'sms', id: text, from: '+13055550119', to: '+17865550100', content: { text } }
  return { kind: 'message', message }
}
