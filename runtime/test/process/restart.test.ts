import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiDriver } from '../helpers/api-driver.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { readSampleFlow } from '../helpers/flow-cases.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { hang, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { apologyText, forecastText, weatherService } from '../helpers/weather.ts'

const number = '+17865550100'

let service: StandIn
const places: { remove(): Promise<void> }[] = []
const processes: RuntimeProcess[] = []

beforeAll(async () => {
  service = await startStandIn(hang)
})

afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop('SIGKILL')))
  await Promise.all(places.map((place) => place.remove()))
  await service.close()
})

async function newPlace(): Promise<string> {
  const place = await createDataDir()
  places.push(place)
  return place.path
}

async function start(dataDir: string): Promise<RuntimeProcess> {
  const process = await startRuntime({ dataDir })
  processes.push(process)
  return process
}

/** The weather flow against the stand-in; with POST, repeating the call is not safe. */
function weatherFlow(method = 'GET') {
  const text = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  return JSON.parse(text.replace('"method":"GET"', `"method":"${method}"`))
}

describe('a process that dies in mid-run', () => {
  it.each([
    { method: 'GET', answer: forecastText, calls: 2, code: undefined },
    { method: 'POST', answer: apologyText, calls: 1, code: 'OUTCOME_UNKNOWN' },
  ])('finishes the run after the next start: $method under way at kill -9', async ({ method, answer, calls, code }) => {
    const dataDir = await newPlace()
    service.replyWith(hang)
    const before = service.requests.length
    const first = await start(dataDir)
    const driver = createApiDriver(first.api)
    await driver.deploy(weatherFlow(method), [number])
    const contact = method === 'GET' ? '+13055550101' : '+13055550102'
    const runId = await driver.text({ from: contact, to: number, text: 'Weather' })
    await service.arrived(before + 1)
    await first.stop('SIGKILL')

    service.replyWith(weatherService())
    const second = createApiDriver((await start(dataDir)).api)
    const run = await second.ended(runId)
    expect(run.status).toBe('succeeded')
    expect((await second.textsTo(contact)).map(({ text }) => text)).toEqual([answer])
    expect(run.steps[1]?.error?.code).toBe(code)
    expect(service.requests.length - before).toBe(calls)
  })
})

describe('a process that is told to stop', () => {
  it('exits with 0 and leaves a waiting call to the next start', async () => {
    const dataDir = await newPlace()
    service.replyWith(hang)
    const before = service.requests.length
    const first = await start(dataDir)
    const driver = createApiDriver(first.api)
    await driver.deploy(weatherFlow(), [number])
    const runId = await driver.text({ from: '+13055550103', to: number, text: 'Weather' })
    await service.arrived(before + 1)
    expect(await first.stop('SIGTERM')).toBe(0)

    service.replyWith(weatherService())
    const second = createApiDriver((await start(dataDir)).api)
    expect((await second.ended(runId)).status).toBe('succeeded')
    expect(await second.textsTo('+13055550103')).toHaveLength(1)
  })
})

describe('a second process on the same data directory', () => {
  it('stops with a message that says why', async () => {
    const dataDir = await newPlace()
    await start(dataDir)
    await expect(startRuntime({ dataDir })).rejects.toThrow(/data directory|already/i)
  })
})
