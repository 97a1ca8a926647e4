import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { createDatabasePlace, type DatabasePlace } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { basic, createZapierAccount, deploy, fire, polledItems, zapierFlow } from './zapier-flow.ts'

let place: DatabasePlace
let dataDir: Awaited<ReturnType<typeof createDataDir>>
let runtime: RuntimeProcess
let target: StandIn

beforeAll(async () => {
  place = await createDatabasePlace('postgres')
  dataDir = await createDataDir()
  const url = 'databaseUrl' in place.options ? place.options.databaseUrl : ''
  runtime = await startRuntime({ dataDir: dataDir.path, env: { PATCHBAY_DATABASE_URL: url } })
  target = await startStandIn(json({ status: 'success' }))
})

afterAll(async () => {
  await target.close()
  await runtime.stop()
  await dataDir.remove()
  await place.remove()
})

it('on Postgres, too, an item is handed over at once, again after a 429, and polled', async () => {
  const { id, password } = await createZapierAccount(runtime)
  const init = { method: 'POST', headers: { ...basic(password), 'content-type': 'application/json' } }
  const body = JSON.stringify({ targetUrl: target.origin })
  expect((await fetch(`${runtime.url}/zapier/hooks`, { ...init, body })).status).toBe(201)
  await deploy(runtime, zapierFlow({ path: 'cases', accountId: id, mode: 'instant' }))

  const first = await fire(runtime, 'cases', { case: 1 })
  await target.arrived(1)
  expect(JSON.parse(target.requests[0]?.body ?? '')).toMatchObject({ id: `${first}.2.1`, caseNumber: 1 })

  let isFirst = true
  target.replyWith((response) => {
    response.writeHead(isFirst ? 429 : 200, { 'retry-after': '1' })
    response.end('{}')
    isFirst = false
  })
  const second = await fire(runtime, 'cases', { case: 2 })
  await target.arrived(3)
  expect(target.requests[2]?.body).toBe(target.requests[1]?.body)
  const items = await eventually(async () => {
    const found = await polledItems(runtime, password)
    return found.length === 2 ? found : undefined
  })
  expect(items.map((item) => item.id)).toEqual([`${second}.2.1`, `${first}.2.1`])
})
