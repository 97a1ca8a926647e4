import { BlockList, isIP } from 'node:net'
import type { AppContext } from '../kit/app-env.ts'

/** Returns the client's address, as reported by trusted proxies. */
export type ReadClientAddress = (context: AppContext) => string

/**
 * Each trusted proxy appends its caller's address to X-Forwarded-For. Read from the end, the first address that is no
 * trusted proxy is the client. Entries before it may be forged.
 * @param trusted Addresses and CIDR ranges
 */
export function createClientAddress(trusted: readonly string[]): ReadClientAddress {
  const list = new BlockList()
  for (const entry of trusted) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return (context) => {
    let client = context.env?.incoming?.socket.remoteAddress ?? 'local'
    if (trusted.length === 0) return client
    const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
    while (isTrusted(client)) {
      const next = forwarded.pop()
      if (next === undefined || isIP(next) === 0) break
      client = next
    }
    return client
  }
}
