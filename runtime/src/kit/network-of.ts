import { isIPv6 } from 'node:net'

/** IPv4 inside IPv6: `::ffff:…`, as sockets for both families name it, and `64:ff9b::…` of a translating network. */
const embedded = ['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0']

/**
 * The address by which a client is limited. A provider gives each customer a /64 network of IPv6 at least, so all of its
 * addresses count as one. Anything else is returned as it is.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1)
  if (!isIPv6(plain)) return address
  const groups = groupsOf(plain)
  const [head, network] = [groups.slice(0, 6).join(':'), groups.slice(0, 4).join(':')]
  if (embedded.includes(head)) return ipv4Of(groups)
  // ::1 and others that are no network.
  return network === '0:0:0:0' ? plain : `${network}::/64`
}

/** The eight groups without leading zeros. */
function groupsOf(address: string): string[] {
  // The parser of URLs writes every IPv6 address in one way, also one that ends in IPv4.
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [left, right ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  const zeros = 8 - (before?.length ?? 0) - (after?.length ?? 0)
  return [...(before ?? []), ...Array<string>(right === undefined ? 0 : zeros).fill('0'), ...(after ?? [])]
}

function ipv4Of(groups: readonly string[]): string {
  return groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join('.')
}
