import { AppError } from '@patchbay/shared/errors'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf } from '../../test/helpers/engine-rig.ts'
import { giveToPerson } from '../../test/helpers/give-to-person.ts'
import { insertContact } from '../contacts/change-contact.ts'
import { mergeContacts } from '../contacts/merge-contacts.ts'
import type { LiveFlow } from '../engine/live-flows.ts'
import type { Database } from '../store/database.ts'
import { subscribeFlow } from '../store/events/subscribe-flow.ts'
import { type ConversationChange, changeConversation } from '../store/messages/change-conversation.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import { insertMessage } from '../store/messages/insert-message.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createFlowEventRepository, type FlowEventRepository } from './event-repository.ts'
import { createFlowEvents } from './event-starter.ts'

const [address, contact] = ['+17865550100', '+13055550133']
const place = { contactPointId: contactPointId({ channel: 'sms', accountId: '', value: contact }), address }
const other = 'flow:Other #2'
let database: Database
let rig: EngineRig
let conversationId: string

beforeAll(async () => {
  database = await openTestDatabase()
  const id = uuidv7()
  await insert({ id, direction: 'in', status: 'no-flow' })
  const stored = await database.kysely.selectFrom('message').select('conversationId').where('id', '=', id).execute()
  conversationId = stored[0]?.conversationId ?? ''
  await giveToPerson(database, place)
})

beforeEach(async () => {
  rig = await createEngineRig(database)
})

afterEach(() => rig.close())

afterAll(() => database.close())

async function insert(message: Pick<MessageRecord, 'id' | 'direction' | 'status'>): Promise<void> {
  const at = new Date()
  const about = {
    channel: 'sms',
    accountId: 'any',
    address,
    contact,
    contactAccount: '',
    runId: null,
    providerId: null,
  }
  await database.kysely.transaction().execute((transaction) =>
    insertMessage(transaction, {
      message: { ...about, ...message, content: { text: 'Hi' }, at },
      processId: uuidv7(at),
      now: at,
    }),
  )
}

async function live(word = 'noted', type = 'CONVERSATION/NOTE_CREATED'): Promise<LiveFlow> {
  const flow = rig.deploy([nodeOf(2, 'set-variables', { variables: [] })], {}, 'conversation-event')
  await subscribeFlow(database.kysely, flow.flowId, [type])
  for (const node of flow.plan.nodes.values()) {
    if (node.kind === 'trigger') Object.assign(node, { inputs: { events: [word] } })
  }
  return flow
}

async function note(author = 'user:1', flowId?: string): Promise<void> {
  await change({ items: [{ kind: 'note', author, detail: { text: 'Paid' } }], ...(flowId && { flowId }) })
}

async function change(next: ConversationChange): Promise<void> {
  await changeConversation(database, conversationId, new Date(), async () => ({ change: next, result: undefined }))
}

/** What a flow does that sends a message, which opens a conversation, and closes that. */
async function sendAndClose({ flowId, name }: LiveFlow): Promise<void> {
  const id = uuidv7()
  await insert({ id, direction: 'out', status: 'sent' })
  conversationId = id
  await close(`flow:${name} #2`, flowId)
}

async function close(author: string, flowId?: string): Promise<void> {
  const set = { status: 'closed', isWithPerson: false } as const
  await change({ set, items: [{ kind: 'closed', author }], ...(flowId && { flowId }) })
}

async function starter(
  flow: LiveFlow,
  own: Partial<FlowEventRepository> = {},
  { refusals = 0, others = [] }: { readonly refusals?: number; readonly others?: readonly LiveFlow[] } = {},
) {
  const flows = [flow, ...others]
  const { engine: started } = await rig.start()
  let left = refusals
  const engine: typeof started = {
    ...started,
    startRun: async (start) => {
      left -= 1
      if (left >= 0) throw new AppError('TOO_MANY_REQUESTS', 'Later.')
      return started.startRun(start)
    },
  }
  const faults: unknown[] = []
  const events = createFlowEvents({
    repository: { ...createFlowEventRepository(database.kysely), ...own },
    liveFlows: { get: (id) => flows.find(({ flowId }) => flowId === id), all: () => flows },
    engine,
    services: rig.services,
    now: () => new Date(),
    onFault: (error) => faults.push(error),
  })
  return { events, faults }
}

async function runsOf({ flowId }: LiveFlow): Promise<number> {
  return (await rig.runs.list({ flowId, limit: 100 })).items.length
}

it('starts one run for an event, although the process dies before it takes the delivery away', async () => {
  const flow = await live()
  await note()
  const dying = await starter(flow, { settle: () => Promise.reject(new Error('The process died.')) })
  await dying.events.runDue().catch(() => undefined)
  expect(await runsOf(flow)).toBe(1)
  const others = await Promise.all([starter(flow), starter(flow)])
  await Promise.all(others.map(({ events }) => events.runDue()))
  expect(await runsOf(flow)).toBe(1)
  expect(await createFlowEventRepository(database.kysely).due(10, [flow.flowId])).toEqual([])
})

it('starts one run for what a flow did, although the contact is merged between two attempts', async () => {
  const flow = await live()
  await note(other, uuidv7())
  const dying = await starter(flow, { settle: () => Promise.reject(new Error('The process died.')) })
  await dying.events.runDue().catch(() => undefined)
  const by = { author: 'user:1', at: new Date() }
  await database.kysely.transaction().execute(async (transaction) => {
    const { id } = await insertContact(transaction, {}, { ...by, kind: 'created' })
    await mergeContacts(transaction, id, { from: place.contactPointId }, by)
  })
  await (await starter(flow)).events.runDue()
  expect(await runsOf(flow)).toBe(1)
})

it('starts one run for each of many events, whichever process comes first', async () => {
  const flow = await live()
  for (let left = 12; left > 0; left -= 1) await note()
  const nodes = await Promise.all([starter(flow), starter(flow), starter(flow)])
  await Promise.all(nodes.map(({ events }) => events.runDue()))
  expect(await runsOf(flow)).toBe(12)
})

it('takes flows that start each other for a loop, and says so', async () => {
  const flow = await live()
  for (let left = 25; left > 0; left -= 1) await note(other, uuidv7())
  const { events, faults } = await starter(flow)
  await events.runDue()
  expect(await runsOf(flow)).toBe(20)
  expect(faults).toHaveLength(5)
})

it('counts a loop across all processes, and across restarts', async () => {
  const flow = await live()
  const processes = [await starter(flow), await starter(flow), await starter(flow)]
  for (let round = 0; round < 8; round += 1) {
    for (const { events } of processes) {
      await note(other, uuidv7())
      await events.runDue()
    }
  }
  expect(await runsOf(flow)).toBe(20)
  expect(processes.map(({ faults }) => faults.length)).toEqual([1, 1, 2])
})

it('counts what the flow does not want, and what is tried again, for no loop', async () => {
  const flow = await live()
  await subscribeFlow(database.kysely, flow.flowId, ['CONVERSATION/NOTE_CREATED', 'CONVERSATION/TOPIC_ADDED'])
  for (let left = 20; left > 0; left -= 1) {
    await change({
      items: [{ kind: 'topics', author: other }],
      topics: { added: [uuidv7()], removed: [] },
      flowId: uuidv7(),
    })
  }
  await note(other, uuidv7())
  const { events, faults } = await starter(flow, {}, { refusals: 25 })
  for (let left = 26; left > 0; left -= 1) await events.runDue()
  expect(await runsOf(flow)).toBe(1)
  expect(faults).toEqual([])
})

it('starts its flows although another has a hundred events that it cannot take', async () => {
  const broken = await live()
  for (let left = 100; left > 0; left -= 1) await note()
  await subscribeFlow(database.kysely, broken.flowId, ['CONVERSATION/CLOSED'])
  const flow = await live()
  await note()
  const { events } = await starter(flow)
  await events.runDue()
  expect(await runsOf(flow)).toBe(1)
})

it('takes flows for a loop that start each other by a new conversation each time, which they close', async () => {
  const flows = [await live('closed', 'CONVERSATION/CLOSED'), await live('closed', 'CONVERSATION/CLOSED')] as const
  const { events, faults } = await starter(flows[0], {}, { others: [flows[1]] })
  await close('user:1')
  const done = [0, 0]
  for (let round = 0; round < 30; round += 1) {
    await events.runDue()
    for (const [place, flow] of flows.entries()) {
      for (const started = await runsOf(flow); (done[place] ?? 0) < started; done[place] = (done[place] ?? 0) + 1) {
        await sendAndClose(flow)
      }
    }
  }
  // One was started by the person.
  expect(done).toEqual([21, 21])
  expect(faults).toHaveLength(2)
})
