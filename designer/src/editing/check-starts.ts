import type { FlowResource } from '@patchbay/shared/api'
import { indexCatalog, inputAt, parseInputPath } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import type { OwnAddress } from './own-addresses.ts'

/** What starts a live flow, asked after a deploy. */
export interface StartsCheck {
  /** The version that answers now; null when nothing is live. */
  readonly version: number | null
  /** Our addresses that are assigned to the flow. */
  readonly assigned: readonly OwnAddress[]
  /** Addresses other systems call. */
  readonly addresses: readonly AddressCheck[]
}

export interface AddressCheck {
  readonly address: string
  readonly answers: boolean
}

/** The HTTP status with which an address turns a call without credentials away; null when none came. */
export type StatusOf = (address: string) => Promise<number | null>

export interface StartsFacts {
  readonly catalog: Catalog
  readonly assigned: readonly OwnAddress[]
  readonly statusOf: StatusOf
}

/**
 * Asks the starts of the live flow without starting a run. An address answers when it knows the flow: whatever
 * it says of a call without credentials, it does not say that nothing is there.
 */
export async function checkStarts(
  flow: FlowResource,
  { catalog, assigned, statusOf }: StartsFacts,
): Promise<StartsCheck> {
  const addresses = await Promise.all(
    calledAddresses(flow, catalog).map(async (address) => ({ address, answers: isThere(await statusOf(address)) })),
  )
  return { version: flow.live?.version ?? null, assigned, addresses }
}

function calledAddresses({ id, document }: FlowResource, catalog: Catalog): string[] {
  const { definitions } = indexCatalog(catalog)
  return document.nodes.flatMap((node) => {
    const listens = node.disabled === true ? undefined : definitions.of(node)?.listens
    if (listens === undefined) return []
    if ('api' in listens) return [`/triggers/${id}`]
    const path = 'path' in listens ? inputAt(node.inputs, parseInputPath(listens.path)) : undefined
    return typeof path === 'string' && path !== '' ? [`/hooks/${path}`] : []
  })
}

function isThere(status: number | null): boolean {
  return status !== null && status !== 404 && status !== 409 && status < 500
}

/**
 * Asks so that nothing starts: an Inbound API trigger never takes a call without credentials, and no webhook
 * takes the method OPTIONS.
 */
export async function statusOfAddress(address: string): Promise<number | null> {
  const isTrigger = address.startsWith('/triggers/')
  const call: RequestInit = isTrigger
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    : { method: 'OPTIONS' }
  try {
    return (await fetch(address, { ...call, credentials: 'omit' })).status
  } catch {
    return null
  }
}
