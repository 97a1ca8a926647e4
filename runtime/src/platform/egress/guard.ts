import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { AppError } from '@patchbay/shared/errors'
import { buildConnector } from 'undici'
import { type AllowList, createAllowList } from './allow-list.ts'
import { forbiddenMeaning } from './forbidden-ranges.ts'
import { readIpAddress } from './ip-address.ts'

/** Resolves a name to all its addresses, as `dns.lookup` with `all` does. */
export type ResolveAll = (
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void

/** Longest wait for a connection, in milliseconds; a call's own time-out is usually shorter. */
const CONNECT_TIMEOUT_MS = 60_000

/** Key of the connector for ports that no allow-list entry names. */
const ANY_PORT = 0

/**
 * Returns a connector for undici that opens no connection to a forbidden address. Literal addresses are checked before
 * connecting, because Node only looks up names. Names are checked in the lookup, so that the connection goes to exactly
 * the checked address and a later DNS answer changes nothing.
 * @throws Error when an entry of `allow` cannot be read
 */
export function createGuardedConnector(options: {
  /** Entries of PATCHBAY_EGRESS_ALLOW. */
  readonly allow: readonly string[]
  readonly resolve?: ResolveAll
}): buildConnector.connector {
  const allow = createAllowList(options.allow)
  const resolve = options.resolve ?? resolveBySystem
  // `lookup` does not get the port, so each port that an entry names has its own connector.
  const connectors = new Map(
    [ANY_PORT, ...allow.ports].map((port) => [
      port,
      buildLookingUp(resolve, (host, found) => judge(allow, host, port, found)),
    ]),
  )
  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    const literal = readIpAddress(target.hostname)
    if (literal !== undefined && !allow.allowsAddress(literal, port)) {
      const meaning = forbiddenMeaning(literal)
      if (meaning !== undefined) return callback(refusal(target.hostname, meaning), null)
    }
    const connect = connectors.get(port) ?? connectors.get(ANY_PORT)
    connect?.(target, callback)
  }
}

/** Returns the addresses that may be connected to. */
type Judge = (hostname: string, found: readonly LookupAddress[]) => readonly LookupAddress[] | AppError

function judge(
  allow: AllowList,
  hostname: string,
  port: number,
  found: readonly LookupAddress[],
): readonly LookupAddress[] | AppError {
  if (allow.allowsHost(hostname, port)) return found
  const meanings = found.map(({ address }) => {
    const read = readIpAddress(address)
    if (read === undefined) return 'not an address'
    return allow.allowsAddress(read, port) ? undefined : forbiddenMeaning(read)
  })
  const usable = found.filter((_address, index) => meanings[index] === undefined)
  return usable.length > 0 ? usable : refusal(hostname, meanings[0] ?? 'unknown')
}

function buildLookingUp(resolve: ResolveAll, judged: Judge): buildConnector.connector {
  return buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    lookup: (hostname, options, callback) => {
      resolve(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) return callback(error, [])
        const usable = judged(hostname, found)
        if (usable instanceof AppError) return callback(usable, [])
        const [first] = usable
        if (options.all === true) callback(null, [...usable])
        else callback(null, first?.address ?? '', first?.family)
      })
    },
  })
}

function resolveBySystem(
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
): void {
  systemLookup(hostname, { ...options, all: true }, callback)
}

/**
 * An error that says what kind of address it is and which setting opens it. It never tells to which address an internal
 * name leads: everybody who sees runs would learn the plan of the network.
 */
function refusal(host: string, meaning: string): AppError {
  return new AppError('EGRESS_REFUSED', `${host} is not on the public internet: the address is ${meaning}.`, {
    extra: {
      help: `Patchbay does not call such addresses. The operator of Patchbay can allow this one with PATCHBAY_EGRESS_ALLOW=${host}.`,
    },
  })
}
