import { isIP } from 'node:net'

/** An address in one spelling: dotted for IPv4, even when it was embedded in an IPv6 form. */
export interface IpAddress {
  readonly family: 4 | 6
  readonly text: string
  /** The eight 16-bit groups of an IPv6 address; empty for IPv4. */
  readonly groups: readonly number[]
}

/**
 * Reads an IP address. IPv4-mapped (`::ffff:a.b.c.d`) and NAT64 (`64:ff9b::a.b.c.d`) forms return the IPv4 address that
 * a connection to them reaches. Undefined for anything else, such as a name.
 */
export function readIpAddress(text: string): IpAddress | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  const withoutZone = bare.split('%', 1)[0] ?? ''
  const family = isIP(withoutZone)
  if (family === 4) return ipv4(withoutZone)
  if (family !== 6) return undefined
  const groups = ipv6Groups(withoutZone)
  const embedded = embeddedIpv4(groups)
  return embedded === undefined
    ? { family: 6, text: groups.map((group) => group.toString(16)).join(':'), groups }
    : ipv4(embedded)
}

function ipv4(text: string): IpAddress {
  return { family: 4, text, groups: [] }
}

/** The URL parser converts every spelling of an IPv6 address to the shortest hexadecimal one. */
function ipv6Groups(text: string): readonly number[] {
  const short = new URL(`http://[${text}]`).hostname.slice(1, -1)
  const [head = '', tail] = short.split('::')
  const before = groupsOf(head)
  if (tail === undefined) return before
  const after = groupsOf(tail)
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

/** RFC 4291 2.5.5.2 (mapped) and RFC 6052 2.1 (the well-known NAT64 prefix). */
function embeddedIpv4(groups: readonly number[]): string | undefined {
  const prefix = groups.slice(0, 6).map((group) => group.toString(16))
  const isMapped = prefix.join(':') === '0:0:0:0:0:ffff'
  const isNat64 = prefix.join(':') === '64:ff9b:0:0:0:0'
  if (!isMapped && !isNat64) return undefined
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
