import { cp, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { IntegrationManifest } from '@patchbay/shared/api'
import { readManifest } from '@patchbay/shared/manifests'
import { type BridgeOptions, createBridge } from '../../docs/bridge/bridge.ts'
import { createFileCrm } from '../../docs/bridge/file-crm.ts'
import { type Reply, type StandIn, startStandIn, type TakenRequest } from '../../runtime/test/helpers/stand-in.ts'

/** A call with what the example answers to it. */
export interface Exchange {
  readonly request: TakenRequest
  readonly auth: Readonly<Record<string, unknown>>
  readonly meta: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
  readonly status: number
  /** The good answer, to be changed. */
  readonly body: Record<string, unknown>
}

/** Answers a call in place of the example. Undefined: the example's own answer. */
export type Fault = (exchange: Exchange) => Reply | undefined

export interface ExampleBridge extends Pick<StandIn, 'origin' | 'close' | 'requests'> {
  readonly manifest: IntegrationManifest
  /** Breaks the endpoint with this path, and mends every other. */
  breakAt(path: string, fault: Fault): void
}

const folder = (name: string) => fileURLToPath(new URL(`../../docs/bridge/${name}`, import.meta.url))

/** The bridge of `docs/bridge` on loopback, with a copy of its CRM and two entries per page. */
export async function startExampleBridge(
  crmFolder: string,
  signing: Pick<BridgeOptions, 'signingSecrets'> = {},
): Promise<ExampleBridge> {
  await cp(folder('crm'), crmFolder, { recursive: true })
  let broken: { readonly path: string; readonly fault: Fault } | undefined
  const bridge = createBridge({
    crm: createFileCrm(crmFolder),
    publicUrl: 'https://bridge.example.com',
    pageSize: 2,
    ...signing,
  })
  const service = await startStandIn(async (response, request) => {
    const { method, url, headers, body } = request
    const sent = method === 'POST' ? { body } : {}
    const good = await bridge.fetch(
      new Request(`http://127.0.0.1${url}`, { method, headers: Object.entries(headers).map(pairOf), ...sent }),
    )
    const text = await good.text()
    const own: Reply = (to) => {
      to.writeHead(good.status, { 'content-type': good.headers.get('content-type') ?? '' })
      to.end(text)
    }
    if (broken?.path !== url) return own(response, request)
    const call = JSON.parse(body)
    const exchange = { request, auth: call.auth, meta: call.meta ?? {}, data: call.data ?? {}, status: good.status }
    const reply = broken.fault({ ...exchange, body: JSON.parse(text) }) ?? own
    return reply(response, request)
  })
  const { manifest, errors } = readManifest(JSON.parse(await readFile(folder('manifest.json'), 'utf8')))
  if (manifest === undefined) throw new Error(JSON.stringify(errors))
  return {
    origin: service.origin,
    requests: service.requests,
    close: service.close,
    manifest,
    breakAt(path, fault) {
      broken = { path, fault }
    },
  }
}

function pairOf([name, value]: [string, unknown]): [string, string] {
  return [name, String(value)]
}
