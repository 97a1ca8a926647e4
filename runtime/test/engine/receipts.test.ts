import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ActionModule, defineAction } from '../../src/kit/node.ts'
import type { Database } from '../../src/store/database.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testDefinition } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { aMessage } from '../helpers/store-fixtures.ts'

let database: Database
let rig: EngineRig
let messageId: string

/** Waits for the receipt of the message, as a text does that was sent. */
function report(): ActionModule {
  return defineAction(testDefinition('test-report', 'never'), {
    run: async () => ({
      wait: { until: new Date(Date.now() + 60_000), for: 'receipt', receiptOf: { accountId: 'ours', messageId } },
    }),
    resume: async (_inputs, _context, { reason, event }) => ({ exit: 'success', outputs: { reason, ...event } }),
  })
}

beforeAll(async () => {
  database = await openTestDatabase()
})
beforeEach(async () => {
  messageId = `their-${uuidv7()}`
  rig = await createEngineRig(database, [report()])
})
afterEach(() => rig.close())
afterAll(() => database.close())

const receipt = () => ({
  accountId: 'ours',
  providerId: messageId,
  status: 'delivered',
  error: null,
  at: new Date(),
  unless: ['delivered'],
})

const ended = (runId: string) =>
  eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })

/** A process with a run that has sent the message and waits. */
async function start() {
  const node = await rig.start()
  await node.engine.receive(aMessage({ accountId: 'ours', direction: 'out', status: 'sent', providerId: messageId }))
  const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-report')]))
  await eventually(async () => (await rig.runs.get(runId)).status === 'waiting')
  return { node, runId }
}

it('a run goes on with its receipt in another process when its own has died', async () => {
  const { node, runId } = await start()
  await node.lose()
  const other = await rig.start()
  expect(await other.engine.receipt(receipt())).toMatchObject({ status: 'delivered' })
  const run = await ended(runId)
  expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { outputs: { reason: 'event', status: 'delivered' } }] })
})

it('a run goes on once when the process dies that has just taken its receipt', async () => {
  const { node, runId } = await start()
  await Promise.all([node.engine.receipt(receipt()), node.engine.receipt(receipt())])
  await node.lose()
  await rig.start()
  const run = await ended(runId)
  expect(run.steps).toMatchObject([{}, { outputs: { reason: 'event', status: 'delivered' } }])
})
