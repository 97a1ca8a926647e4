import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { EngineOptions } from '../../src/engine/engine.ts'
import { createFlowConversations } from '../../src/inbox/flow-conversations.ts'
import type { ContactPort } from '../../src/kit/contacts.ts'
import type { ConversationKey, ConversationPort } from '../../src/kit/conversations.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { changeConversation } from '../../src/store/messages/change-conversation.ts'
import { insertMessage } from '../../src/store/messages/insert-message.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { testContactParts } from '../helpers/contact-parts.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { senderOverCarrier } from '../helpers/message-sender.ts'

/** The order of things is what counts here, not how long each takes. */
const timings = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200, overflowMs: 50, releasedAfterMs: 200 })

let database: Database
let rig: EngineRig
let contacts: ContactPort
let conversations: ConversationPort
let reads: number

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  rig = await createEngineRig(database)
  reads = 0
  const parts = testContactParts({ database, now: () => new Date() })
  contacts = {
    ...parts.steps,
    find(key) {
      reads += 1
      return parts.steps.find(key)
    },
  }
  conversations = createFlowConversations({
    database,
    agents: { list: async () => [], mayAnswer: async () => true },
    endConversation: async (id, _by, decide) => {
      const found = await changeConversation(database, id, new Date(), async (held, transaction) => ({
        change: await decide(held, transaction),
        result: true,
      }))
      return found === true
    },
    onChange: () => undefined,
    now: () => new Date(),
  })
})

afterEach(() => rig.close())

afterAll(() => database.close())

function start(own: Partial<EngineOptions['services']> = {}) {
  return rig.start({ timings, services: { ...rig.services, contacts, conversations, ...own } })
}

function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })
}

const set = (id: number, value: string) => nodeOf(id, 'set-variables', { variables: [{ name: `v${id}`, value }] })
const find = (id: number, value: string) => nodeOf(id, 'find-contact', { by: 'email', value, createIfMissing: true })

it('reads the contact once for all steps, again after a step that changes it, and not at all where nothing names it', async () => {
  const node = await start()
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api'),
      find(2, 'once@example.com'),
      set(3, '$contact.email'),
      set(4, '{{contact.email}}/$contact.company'),
      nodeOf(5, 'update-contact', { contact: '$contact.id', fields: [{ field: 'company', value: 'Northwind' }] }),
      set(6, '$contact.company'),
    ],
    ['1 next 2', '2 found 3', '3 next 4', '4 next 5', '5 success 6'],
  )
  const run = await ended(await startRun(node, live))
  expect(run.steps.map(({ variables }) => Object.values(variables)[0])).toEqual([
    '',
    undefined,
    'once@example.com',
    'once@example.com/',
    undefined,
    'Northwind',
  ])
  // One by the action itself, one for the steps after it, and one after the change.
  expect(reads).toBe(3)
  const without = rig.deploy([set(2, '$item.text'), set(3, '$Run.id')])
  await ended(await startRun(node, without))
  expect(reads).toBe(3)
})

it('goes on with whom it has found when its process is killed, and creates nobody twice', async () => {
  const { promise: isUpdating, resolve: updating } = Promise.withResolvers<void>()
  const lost = await start({
    contacts: {
      ...contacts,
      async update(...args) {
        await contacts.update(...args)
        updating()
        return new Promise(() => undefined)
      },
    },
  })
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api'),
      find(2, 'killed@example.com'),
      nodeOf(3, 'update-contact', {
        contact: '$contact.id',
        fields: [{ field: 'company', value: 'Of $contact.email' }],
      }),
      set(4, '$contact.company'),
    ],
    ['1 next 2', '2 found 3', '3 success 4'],
  )
  const runId = await startRun(lost, live)
  await isUpdating
  await lost.lose()
  await start()
  const run = await ended(runId)
  expect(run.status).toBe('succeeded')
  expect(run.steps.at(-1)?.variables).toEqual({ v4: 'Of killed@example.com' })
  const all = await database.kysely.selectFrom('contact').select('fields').execute()
  expect(all.filter(({ fields }) => fields.email === 'killed@example.com')).toHaveLength(1)
  const changes = await database.kysely
    .selectFrom('contactChange')
    .select('detail')
    .where('kind', '=', 'changed')
    .execute()
  expect(changes.filter(({ detail }) => detail.runId === runId)).toHaveLength(1)
})

it('changes a conversation once, although the process is killed before the step is stored', async () => {
  const at = new Date()
  const [messageId, contact] = [uuidv7(at), '+13055550177']
  await database.kysely.transaction().execute((transaction) =>
    insertMessage(transaction, {
      message: {
        id: messageId,
        channel: 'sms',
        accountId: 'any',
        address: '+17865550100',
        contact,
        contactAccount: '',
        direction: 'in',
        content: { text: 'Hi' },
        status: 'no-flow',
        at,
        runId: null,
        providerId: null,
      },
      processId: uuidv7(at),
      now: at,
    }),
  )
  const { conversationId } = await database.kysely
    .selectFrom('message')
    .select('conversationId')
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  const { promise: isChanged, resolve: changed } = Promise.withResolvers<void>()
  const lost = await start({
    conversations: {
      ...conversations,
      async change(asked) {
        await conversations.change(asked)
        changed()
        return new Promise(() => undefined)
      },
    },
  })
  const live = rig.deploy([
    nodeOf(2, 'change-conversation', {
      conversation: conversationId,
      assign: 'nobody',
      status: 'keep',
      addTopics: 'Refund',
      note: 'Asks for it',
    }),
  ])
  const runId = await startRun(lost, live)
  await isChanged
  await lost.lose()
  await start()
  const run = await ended(runId)
  expect(run.steps.at(-1)?.outputs).toMatchObject({ id: conversationId, topics: ['Refund'] })
  const items = await database.kysely
    .selectFrom('conversationItem')
    .select(['kind', 'detail'])
    .where('conversationId', '=', conversationId)
    .orderBy('id')
    .execute()
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(['note', 'released', 'topics'])
  const topic = await database.kysely.selectFrom('topic').select('id').where('name', '=', 'Refund').executeTakeFirst()
  expect(items.find(({ kind }) => kind === 'topics')?.detail).toMatchObject({
    topics: ['Refund'],
    added: [topic?.id],
    removed: [],
  })
})

it('means the conversation on the phones of the simulator also at the end of a test, for what follows and what hands back', async () => {
  const asked: ConversationKey[] = []
  const messages = senderOverCarrier({ send: async () => Promise.reject(new Error('Nothing is sent.')) })
  const node = await start({
    messages,
    conversations: {
      ...conversations,
      async find(key) {
        asked.push(key)
        return undefined
      },
    },
  })
  const value = { value: '{{conversation.id}}' }
  const other = rig.deployGraph(
    [nodeOf(1, 'jump-from', { expected: [], handBack: [{ name: 'its', ...value }] }), set(2, 'there')],
    ['1 next 2'],
  )
  const live = rig.deployGraph(
    [
      nodeOf(1, 'inbound-api'),
      nodeOf(2, 'set-variables', {
        variables: [
          { name: 'ANI', value: '+13055550119' },
          { name: 'DNIS', value: '+17865550100' },
        ],
      }),
      nodeOf(3, 'jump-to', { flow: other.flowId, values: [], wait: true, returned: [] }),
      nodeOf(4, 'flow-exit', { values: [{ name: 'its', ...value }] }),
      set(5, 'after'),
    ],
    ['1 next 2', '2 next 3', '4 next 5'],
  )
  const { runId } = await node.engine.startRun({
    live,
    triggerNodeId: 1,
    event: { data: { body: {} } },
    test: { flowId: live.flowId, sends: 'simulator' },
  })
  expect((await ended(runId)).status).toBe('succeeded')
  await eventually(async () => asked.length === 2)
  const place = { channel: 'sms', from: '+17865550100', to: '+13055550119' }
  const onPhones = { by: 'place', ...(await messages.forTest(live.flowId).conversationOf(place)) }
  expect(asked).toEqual([onPhones, onPhones])
})
