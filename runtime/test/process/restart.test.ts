import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDriver, createApiDriver } from '../helpers/api-driver.ts'
import { createDataDir, type DataDir } from '../helpers/data-dir.ts'
import { readSampleFlow } from '../helpers/flow-cases.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { hang, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { apologyText, forecastText, weatherService } from '../helpers/weather.ts'

const [getNumber, postNumber] = ['+17865550100', '+13055550142']

let service: StandIn
let place: DataDir
/** The process that has the data directory now. */
let current: RuntimeProcess

beforeAll(async () => {
  service = await startStandIn(hang)
  place = await createDataDir()
  await start()
})

afterAll(async () => {
  await current.stop('SIGKILL')
  await place.remove()
  await service.close()
})

async function start(): Promise<ApiDriver> {
  current = await startRuntime({ dataDir: place.path })
  return createApiDriver(current.api)
}

/** The weather flow against the stand-in; with POST, repeating the call is not safe. */
function weatherFlow(method: string) {
  const text = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  return JSON.parse(text.replace('"method":"GET"', `"method":"${method}"`))
}

describe('a process that dies in mid-run', () => {
  const cases = [
    { method: 'GET', number: getNumber, contact: '+13055550101', answer: forecastText, calls: 2, code: undefined },
    {
      method: 'POST',
      number: postNumber,
      contact: '+13055550102',
      answer: apologyText,
      calls: 1,
      code: 'OUTCOME_UNKNOWN',
    },
  ]
  const runIds = new Map<string, string>()
  let next: ApiDriver

  beforeAll(async () => {
    const driver = createApiDriver(current.api)
    for (const { method, number, contact } of cases) {
      await driver.deploy(weatherFlow(method), [number])
      runIds.set(method, await driver.text({ from: contact, to: number, text: 'Weather' }))
    }
    await service.arrived(cases.length)
    await current.stop('SIGKILL')
    service.replyWith(weatherService())
    next = await start()
  })

  it.each(cases)('finishes the run after the next start: $method under way at kill -9', async (at) => {
    const run = await next.ended(runIds.get(at.method) ?? '')
    expect(run.status).toBe('succeeded')
    expect((await next.textsTo(at.contact)).map(({ text }) => text)).toEqual([at.answer])
    expect(run.steps[1]?.error?.code).toBe(at.code)
    expect(service.requests.filter(({ method }) => method === at.method)).toHaveLength(at.calls)
  })
})

describe('a process that is told to stop', () => {
  it('exits with 0 and leaves a waiting call to the next start', async () => {
    service.replyWith(hang)
    const before = service.requests.length
    const contact = '+13055550103'
    const runId = await createApiDriver(current.api).text({ from: contact, to: getNumber, text: 'Weather' })
    await service.arrived(before + 1)
    expect(await current.stop('SIGTERM')).toBe(0)

    service.replyWith(weatherService())
    const next = await start()
    expect((await next.ended(runId)).status).toBe('succeeded')
    expect(await next.textsTo(contact)).toHaveLength(1)
  })
})

describe('a second process on the same data directory', () => {
  it('stops with a message that says why', async () => {
    await expect(startRuntime({ dataDir: place.path })).rejects.toThrow(/data directory|already/i)
  })
})
