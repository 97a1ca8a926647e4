import { isFinal } from '@patchbay/shared/api'
import type { FlowNode } from '@patchbay/shared/flow'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineNode, type EngineRig, nodeOf, startRun } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { orderPages } from '../helpers/order-pages.ts'
import { hang, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'

let database: Database
let rig: EngineRig
let process: EngineNode
let service: StandIn

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  service = await startStandIn(orderPages())
  rig = await createEngineRig(database)
  process = await rig.start()
})

afterEach(async () => {
  await rig.close()
  await service.close()
})

afterAll(() => database.close())

function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })
}

const asked = () => service.requests.map(({ url }) => url)

const setVariables = (text: string) => nodeOf(3, 'set-variables', { variables: [{ name: 'said', value: text }] })

function pagesCall(more: Partial<FlowNode> = {}): FlowNode {
  const paging = { by: 'link', next: 'next', items: 'orders' }
  return nodeOf(
    2,
    'external-web-call',
    { method: 'GET', url: `${service.origin}/orders`, timeoutSeconds: 5, paging },
    more,
  )
}

/** Refuses the second page so many times first. */
function stumbling(times: number): Reply {
  let left = times
  return (response, request) => {
    const refuses = request.url.includes('page=2') && left > 0
    if (refuses) left -= 1
    return refuses ? void response.writeHead(503).end() : orderPages()(response, request)
  }
}

describe('pages of a reply', () => {
  it('are one step, whose list later actions use', async () => {
    const flow = rig.deploy([pagesCall(), setVariables('{{EXTCALL_2.items | count}}: $EXTCALL_2.items[4].number')])
    const run = await ended(await startRun(process, flow))
    expect(run.steps).toHaveLength(3)
    expect(run.steps[1]).toMatchObject({ exit: 'success', outputs: { pages: 3, stoppedBy: 'end' }, warnings: [] })
    expect(run.steps[2]).toMatchObject({ variables: { said: '5: SV-20441' } })
  })

  it('that fail in the middle are tried again by themselves, and the step has one try', async () => {
    service.replyWith(stumbling(2))
    const retry = { attempts: 3, backoffSeconds: 0 }
    const run = await ended(await startRun(process, rig.deploy([pagesCall({ retry })])))
    expect(run.steps[1]).toMatchObject({ exit: 'success', outputs: { pages: 3 } })
    expect(run.steps[1]?.attempts ?? []).toEqual([])
    expect(asked()).toEqual(['/orders', '/orders?page=2', '/orders?page=2', '/orders?page=2', '/orders?page=3'])
  })

  it('go on by On Failure with what was gathered, once the tries of a page are used up', async () => {
    service.replyWith(stumbling(100))
    const retry = { attempts: 2, backoffSeconds: 0 }
    const said = setVariables('{{EXTCALL_2.items | count}} by $EXTCALL_2.stoppedBy')
    const flow = rig.deployGraph([nodeOf(1, 'inbound-api'), pagesCall({ retry }), said], ['1 next 2', '2 failure 3'])
    const run = await ended(await startRun(process, flow))
    expect(run.steps[1]).toMatchObject({ exit: 'failure', error: { code: 'HTTP_STATUS' }, outputs: { pages: 1 } })
    expect(run.steps[2]).toMatchObject({ variables: { said: '2 by failure' } })
    expect(asked()).toEqual(['/orders', '/orders?page=2', '/orders?page=2'])
  })

  it('begin anew in another process when theirs is lost, and are there once', async () => {
    service.replyWith((response, request) => (request.url.includes('page=2') ? hang : orderPages())(response, request))
    const runId = await startRun(process, rig.deploy([pagesCall()]))
    await service.arrived(2)
    await process.lose()
    service.replyWith(orderPages())
    await rig.start()
    const run = await ended(runId)
    expect(run.steps[1]).toMatchObject({ exit: 'success', outputs: { pages: 3 } })
    expect(run.steps[1]?.outputs.items).toHaveLength(5)
    expect(asked()).toEqual(['/orders', '/orders?page=2', '/orders', '/orders?page=2', '/orders?page=3'])
  })
})
