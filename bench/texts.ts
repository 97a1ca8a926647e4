import type { AccountResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { type Child, startChild } from './child.ts'
import type { BenchRuntime } from './patchbay.ts'
import type { Place } from './places.ts'
import type { TextLoad, TextMeasured } from './text-client.ts'

const NUMBER = '+17865550177'
const WARM_UP_MS = 1_000

export interface TextsOptions {
  readonly service: string
  readonly turns: number
  readonly clientCounts: readonly number[]
  readonly durationMs: number
}

/** The text path beside the API path at one number of clients; medians of the turns. */
export interface TextRow {
  readonly place: string
  readonly clients: number
  readonly texts: number
  readonly events: number
  /** Median of texts ÷ events in the same turn. */
  readonly ratio: number
  readonly textMs: number
  readonly eventMs: number
  readonly failed: number
}

/**
 * A signed text → GET → extract → text out at the gateway, beside an event by API → GET → extract → POST, in turns. Both
 * count from the request to the arrival at the gateway.
 */
export async function* measureTexts(makePlace: () => Promise<Place>, options: TextsOptions): AsyncGenerator<TextRow> {
  await using running = new AsyncDisposableStack()
  const gateway = await startChild('text-client.ts', { ready: /^gateway at (\S+)$/ })
  running.defer(() => gateway.stop())
  const place = await makePlace()
  running.defer(() => place.remove())
  const runtime = await place.start(options.service)
  running.defer(async () => void (await runtime.process.stop()))
  const loads = await setScene(runtime, gateway, options.service)
  for (const path of ['text', 'api'] as const) {
    await ask(gateway, { ...loads[path], clients: 32, durationMs: 4_000, warmUpMs: 0 })
  }
  for (const clients of options.clientCounts) {
    const measured: Record<'text' | 'api', TextMeasured[]> = { text: [], api: [] }
    for (let turn = 0; turn < options.turns; turn += 1) {
      for (const path of turn % 2 === 0 ? (['text', 'api'] as const) : (['api', 'text'] as const)) {
        const load = { ...loads[path], clients, durationMs: options.durationMs, warmUpMs: WARM_UP_MS }
        measured[path].push(await ask(gateway, load))
      }
    }
    const rate = ({ perSecond }: TextMeasured) => perSecond
    yield {
      place: place.name,
      clients,
      texts: median(measured.text.map(rate)),
      events: median(measured.api.map(rate)),
      ratio: median(measured.text.map((text, turn) => text.perSecond / (measured.api[turn]?.perSecond ?? Number.NaN))),
      textMs: median(measured.text.map(({ p50 }) => p50)),
      eventMs: median(measured.api.map(({ p50 }) => p50)),
      failed: [...measured.text, ...measured.api].reduce((sum, { failed }) => sum + failed, 0),
    }
  }
}

export function textsTable(rows: readonly TextRow[]): string {
  const head = [
    '| Candidate | Clients | texts/s | events/s | texts ÷ events | text, p50 ms | event, p50 ms | failed |',
    '|---|---|---|---|---|---|---|---|',
  ]
  const lines = rows.map(
    ({ place, clients, texts, events, ratio, textMs, eventMs, failed }) =>
      `| ${place} | ${clients} | ${texts.toFixed(0)} | ${events.toFixed(0)} | ${ratio.toFixed(2)} | ${textMs.toFixed(1)} | ${eventMs.toFixed(1)} | ${failed} |`,
  )
  return [...head, ...lines].join('\n')
}

async function ask(gateway: Child, load: TextLoad): Promise<TextMeasured> {
  const answer = await fetch(`${gateway.ready}/measure`, { method: 'POST', body: JSON.stringify(load) })
  // Written by `text-client.ts`.
  return (await answer.json()) as TextMeasured
}

/** Account, number and both flows. */
async function setScene({ driver, process, headers }: BenchRuntime, gateway: Child, service: string) {
  const properties = { url: `${gateway.ready}/messages`, honoursKeys: true }
  const body = { type: 'http-gateway', name: 'Bench', properties }
  const { id, secrets } = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
    'POST',
    '/accounts',
    body,
  )
  await driver.call('POST', '/numbers', { number: NUMBER, accountId: id })
  await driver.deploy(flowOf('Text', textNodes(service)), [NUMBER])
  const flowId = await driver.deploy(flowOf('Event', eventNodes(service, gateway.ready)))
  const common = { secret: secrets.inboundSecret, number: NUMBER, headers }
  return {
    text: { ...common, path: 'text', url: `${process.url}/channels/http-gateway/${id}` },
    api: { ...common, path: 'api', url: `${process.url}/triggers/${flowId}` },
  } as const
}

function flowOf(name: string, nodes: Flow['nodes']): Flow {
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes,
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'success', to: 3 },
    ],
    notes: [],
  }
}

function textNodes(service: string): Flow['nodes'] {
  return [
    node(1, 'inbound-sms', {}),
    forecast(service),
    node(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: '$temp degrees, wind $winds' }),
  ]
}

function eventNodes(service: string, gateway: string): Flow['nodes'] {
  return [
    node(1, 'inbound-api', { expectedInputs: [{ name: 'city', required: true, description: '' }] }),
    forecast(service),
    node(3, 'external-web-call', {
      method: 'POST',
      url: `${gateway}/report`,
      contentType: 'application/json',
      body: '{"to":"$city","temperature":$temp,"wind":"$winds"}',
      timeoutSeconds: 10,
    }),
  ]
}

function forecast(service: string) {
  return node(2, 'external-web-call', {
    method: 'GET',
    url: `${service}/forecast`,
    timeoutSeconds: 10,
    responseVariables: [
      { name: 'temp', query: 'temperature' },
      { name: 'winds', query: 'windSpeed' },
    ],
  })
}

function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
  return { id, type, name: `Action ${id}`, position: { x: id * 240, y: 0 }, inputs }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
