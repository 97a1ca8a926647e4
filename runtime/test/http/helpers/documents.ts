import type { Flow, FlowNode } from '@patchbay/shared/flow'

export const numberOfWeather = '+17865550100'
export const contact = '+13055550119'

let contacts = 0

/** Somebody new: texts to one and the same contact would run into the loop protection. */
export function newContact(): string {
  contacts += 1
  return `+1305556${String(contacts).padStart(4, '0')}`
}

export function flowOf(name: string, nodes: readonly FlowNode[], connections: Flow['connections'] = []): Flow {
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [...nodes],
    connections,
    notes: [],
  }
}

export function nodeOf(id: number, type: string, inputs: Record<string, unknown> = {}): FlowNode {
  return { id, type, name: `Action ${id}`, position: { x: id * 260, y: 80 }, inputs }
}

/** Answers every text. */
export function smsFlow(message = 'Hello', name = 'Answer'): Flow {
  const send = nodeOf(2, 'send-sms', { to: '$ANI', from: '$DNIS', message })
  return flowOf(name, [nodeOf(1, 'inbound-sms'), send], [{ from: 1, exit: 'next', to: 2 }])
}

export const authToken = 'open-sesame-0123456789'

/** Started by another program; its result has what the order was. */
export function apiFlow(name = 'Order ready'): Flow {
  const trigger = nodeOf(1, 'inbound-api', {
    authToken,
    expectedInputs: [{ name: 'OrderNo' }, { name: 'Comment', required: false }],
  })
  const inputs = { to: '$ANI', from: numberOfWeather, message: 'Order $OrderNo is ready. $Comment' }
  const send = nodeOf(2, 'send-sms', inputs)
  return flowOf(name, [trigger, send], [{ from: 1, exit: 'next', to: 2 }])
}

/** Texts a contact of its own what came. */
export function webhookFlow(path: string, inputs: Record<string, unknown> = {}): Flow {
  const trigger = nodeOf(1, 'webhook', { path, ...inputs })
  const text = nodeOf(2, 'send-sms', { to: newContact(), from: numberOfWeather, message: 'Got $WEBHOOK_1.rawBody' })
  return flowOf(`Webhook ${path}`, [trigger, text], [{ from: 1, exit: 'next', to: 2 }])
}
