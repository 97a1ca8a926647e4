import { isFinal } from '@patchbay/shared/api'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, nodeOf, startRun } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { startStandIn } from '../helpers/stand-in.ts'
import { createStepContext, noMessages } from '../helpers/step-context.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

it('a run gives back the room of its large replies when it ends or waits, so that others get theirs', async () => {
  const large = Buffer.alloc(600 * 1024, 'x')
  const service = await startStandIn((response) => void response.end(large))
  const web = createWebClient({ allow: ['127.0.0.1'], mostReplyBytes: 1_000 * 1024 })
  const context = createStepContext({ now: () => new Date() })
  const rig = await createEngineRig(database)
  onTestFinished(async () => {
    await rig.close()
    await Promise.all([web.close(), context.close(), service.close()])
  })
  // A step keeps its reply for the steps after it, until the run leaves the memory.
  const services = { ...context.services, web, messages: noMessages }
  const node = await rig.start({ services })
  const flow = rig.deploy([
    nodeOf(2, 'external-web-call', { method: 'GET', url: service.origin, timeoutSeconds: 30 }),
    nodeOf(3, 'external-web-call', { method: 'GET', url: service.origin, timeoutSeconds: 30 }),
  ])
  const runIds = await Promise.all([1, 2, 3].map(() => startRun(node, flow)))
  for (const runId of runIds) {
    const run = await eventually(async () => {
      const found = await rig.runs.get(runId)
      return isFinal(found.status) ? found : undefined
    })
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { exit: 'success' }, { exit: 'success' }] })
  }
})
