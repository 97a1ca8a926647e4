import type { FlowResource } from '@patchbay/shared/api'

/** What starts a live flow, asked after a deploy. */
export interface StartsCheck {
  /** The version that answers now; null when nothing is live. */
  readonly version: number | null
  /** Our numbers that lead to the flow. */
  readonly numbers: readonly string[]
  /** Addresses other systems call. */
  readonly addresses: readonly AddressCheck[]
}

export interface AddressCheck {
  readonly address: string
  readonly answers: boolean
}

/** The HTTP status with which an address turns a call without credentials away; null when none came. */
export type StatusOf = (address: string) => Promise<number | null>

/**
 * Asks the starts of the live flow without starting a run. An address answers when it knows the flow: whatever
 * it says of a call without credentials, it does not say that nothing is there.
 */
export async function checkStarts(
  flow: FlowResource,
  numbers: readonly string[],
  statusOf: StatusOf,
): Promise<StartsCheck> {
  const addresses = await Promise.all(
    addressesOf(flow).map(async (address) => ({ address, answers: isThere(await statusOf(address)) })),
  )
  return { version: flow.live?.version ?? null, numbers, addresses }
}

function addressesOf({ id, document }: FlowResource): string[] {
  return document.nodes.flatMap(({ type, disabled, inputs }) => {
    if (disabled === true) return []
    if (type === 'inbound-api') return [`/triggers/${id}`]
    return type === 'webhook' && typeof inputs.path === 'string' && inputs.path !== '' ? [`/hooks/${inputs.path}`] : []
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
