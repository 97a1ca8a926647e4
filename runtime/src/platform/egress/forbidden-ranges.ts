import { BlockList } from 'node:net'
import type { IpAddress } from './ip-address.ts'

/** Ranges that flows may not call, each with its meaning in words. Source: the IANA special-purpose registries. */
const ipv4Ranges: readonly (readonly [network: string, prefix: number, meaning: string])[] = [
  ['0.0.0.0', 8, 'this host'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared by a carrier'],
  ['127.0.0.0', 8, 'this host'],
  // On many clouds this address returns the machine's credentials.
  ['169.254.169.254', 32, 'the metadata service of a cloud'],
  ['169.254.0.0', 16, 'link-local'],
  // Azure's virtual machine host: a public number with a private use.
  ['168.63.129.16', 32, 'the metadata service of a cloud'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'reserved for documentation'],
  ['192.88.99.0', 24, 'reserved'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'reserved for tests of networks'],
  ['198.51.100.0', 24, 'reserved for documentation'],
  ['203.0.113.0', 24, 'reserved for documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
]

/** Addresses outside 2000::/3 are all refused. These are the ranges inside it that are not the public internet. */
const ipv6Ranges: readonly (readonly [network: string, prefix: number, meaning: string])[] = [
  ['::1', 128, 'this host'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['ff00::', 8, 'multicast'],
  // Teredo, benchmarking, ORCHID: tunnels and tests, some of which embed an IPv4 address.
  ['2001::', 23, 'reserved'],
  ['2001:db8::', 32, 'reserved for documentation'],
  // 6to4 embeds an IPv4 address and reaches it through relays.
  ['2002::', 16, 'a tunnel to another address'],
  ['3fff::', 20, 'reserved for documentation'],
]

const rules = [...ipv4Ranges.map((range) => rule('ipv4', range)), ...ipv6Ranges.map((range) => rule('ipv6', range))]

/** The meaning of an address that flows may not call, such as `private`; undefined for the public internet. */
export function forbiddenMeaning(address: IpAddress): string | undefined {
  const family = address.family === 4 ? 'ipv4' : 'ipv6'
  const found = rules.find((candidate) => candidate.family === family && candidate.list.check(address.text, family))
  if (found !== undefined) return found.meaning
  return address.family === 6 && ((address.groups[0] ?? 0) & 0xe000) !== 0x2000 ? 'reserved' : undefined
}

function rule(family: 'ipv4' | 'ipv6', [network, prefix, meaning]: readonly [string, number, string]) {
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return { family, list, meaning }
}
