import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { type ActionModule, defineAction } from '../../../src/kit/node.ts'
import { defineTrigger } from '../../../src/kit/trigger.ts'
import { fieldOf, textOf } from '../../../src/kit/values.ts'

const inbound = defineNode({
  id: 'inbound-pigeon',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Inbound Pigeon',
  description: 'Starts the flow when somebody writes to one of its bots.',
  icon: 'feather',
  keywords: [],
  variablePrefix: 'IPIGEON',
  listens: { address: 'pigeon' },
  hold: 'messages',
  maxPerFlow: 1,
  inputs: Type.Object(
    { bots: Type.Optional(Type.Null({ title: 'Bots', 'x-ui': { widget: 'address-picker' } })) },
    { additionalProperties: false },
  ),
  outputs: [{ name: 'message', title: 'Text of the message', type: 'text' }],
  sets: [
    { name: 'ANI', title: 'The contact' },
    { name: 'DNIS', title: 'Our bot' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ addresses: true }],
  defaults: {},
})

export const inboundPigeon = defineTrigger(inbound, {
  start(_inputs, { contact = '', address, data }) {
    const message = textOf(fieldOf(data, 'message'))
    const names = { ANI: contact, DNIS: address?.value ?? '' }
    return {
      outputs: { message },
      variables: names,
      item: { ...names, text: message, externalChatData: data },
      contact,
      ...(address === undefined ? {} : { address }),
    }
  },
})

const line = (title: string) => Type.String({ title, 'x-ui': { widget: 'template' }, 'x-template': { place: 'text' } })

const send = defineNode({
  id: 'send-pigeon',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Send Pigeon',
  description: 'Writes to the contact.',
  icon: 'feather',
  keywords: [],
  variablePrefix: 'PIGEON',
  inputs: Type.Object(
    {
      to: line('Send To'),
      from: line('Send From'),
      tone: Type.Optional(Type.String({ title: 'Tone', 'x-ui': { widget: 'select', options: 'pigeon-tones' } })),
      message: Type.String({ title: 'Message', 'x-ui': { widget: 'long-template' }, 'x-template': { place: 'text' } }),
    },
    { additionalProperties: false },
  ),
  outputs: [{ name: 'messageId', title: 'ID of the message', type: 'text' }],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure' },
  ],
  repeat: { channelOf: 'from', channel: 'pigeon' },
  summary: [{ field: 'message', style: 'template' }],
  defaults: { to: '$ANI', from: '$DNIS', message: '' },
})

export const sendPigeon: ActionModule = defineAction(send, {
  async run({ to, from, message }, { services, idempotencyKey, runId, signal }) {
    const outbound = { channel: 'pigeon', to, from, content: { text: message }, idempotencyKey, runId }
    const outcome = await services.messages.send(outbound, signal)
    if (!outcome.ok) return { exit: 'failure', error: outcome.error }
    return { exit: 'success', outputs: { messageId: outcome.messageId } }
  },
})
