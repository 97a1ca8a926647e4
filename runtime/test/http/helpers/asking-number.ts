import type { ContactResource, SimulatorMessage } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { expect } from 'vitest'
import type { Database } from '../../../src/store/database.ts'
import { openTestDatabase } from '../../helpers/database.ts'
import { eventually } from '../../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './http-test.ts'

const ours = '+17865550100'

const asking: Flow = {
  formatVersion: 1,
  name: 'Asking',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
    {
      id: 2,
      type: 'send-sms',
      name: 'Ask',
      position: { x: 200, y: 0 },
      inputs: {
        to: '$ANI',
        from: '$DNIS',
        message: 'You said $ISMS_1.message',
        responseTimeoutSeconds: 600,
        media: [],
      },
    },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

/** A number whose flow asks everyone who writes, and then waits for ten minutes. */
export interface AskingNumber {
  readonly http: HttpTest
  readonly database: Database
  /** Token of an agent. */
  readonly agent: string
  says(contact: string, text: string): Promise<SimulatorMessage>
  /** Resolves once the run that a message has started waits. */
  isWaiting(message: SimulatorMessage): Promise<unknown>
  /** As the API has it. */
  contactOf(number: string): Promise<ContactResource>
}

export async function startAskingNumber(): Promise<AskingNumber> {
  const database = await openTestDatabase('pglite')
  const http = await startHttpTest({}, { database })
  const flowId = await http.deploy(asking)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
  const agent = await http.tokenOf('agent')
  return {
    http,
    database,
    agent,
    async says(contact, text) {
      const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, text } })
      expect(sent.status, sent.text).toBe(201)
      return sent.body
    },
    isWaiting: ({ runId }) =>
      eventually(async () => (await http.call('GET', `/api/runs/${runId}`)).body.status === 'waiting'),
    async contactOf(number) {
      const { body } = await http.call('GET', `/api/contacts?search=${encodeURIComponent(number)}`, { token: agent })
      return body.items[0]
    },
  }
}
