import { BlockList } from 'node:net'
import { type IpAddress, readIpAddress } from './ip-address.ts'

/** The private destinations that PATCHBAY_EGRESS_ALLOW opens. */
export interface AllowList {
  /** True when the name itself is listed. It may then resolve to any address. */
  allowsHost(hostname: string, port: number): boolean
  /** True when the address is listed, alone or in a range, whatever name resolved to it. */
  allowsAddress(address: IpAddress, port: number): boolean
  /** True when what a URL names is listed, by name or as an address. Such a place may be called without encryption. */
  allowsUrl(url: URL): boolean
  /** The ports named in entries. */
  readonly ports: ReadonlySet<number>
}

type Entry =
  | { readonly kind: 'range'; readonly list: BlockList; readonly port: number | undefined }
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }

/**
 * Reads the entries `host`, `host:port`, `address`, `address:port`, `[v6]:port` and CIDR.
 * @throws Error that names the first entry in none of these forms
 */
export function createAllowList(entries: readonly string[]): AllowList {
  const parsed = entries.map((entry) => parseEntry(entry.trim()))
  const ranges = parsed.filter((entry) => entry.kind === 'range')
  const hosts = parsed.filter((entry) => entry.kind === 'host')
  const isPort = (entry: Entry, port: number) => entry.port === undefined || entry.port === port
  const allowsHost = (hostname: string, port: number) =>
    hosts.some((entry) => entry.host === hostname && isPort(entry, port))
  const allowsAddress = (address: IpAddress, port: number) =>
    ranges.some((entry) => isPort(entry, port) && entry.list.check(address.text, familyOf(address)))
  return {
    allowsHost,
    allowsAddress,
    allowsUrl({ hostname, port, protocol }) {
      const number = port === '' ? standardPort(protocol) : Number(port)
      const address = readIpAddress(hostname.replace(/^\[(.*)\]$/, '$1'))
      return allowsHost(hostname, number) || (address !== undefined && allowsAddress(address, number))
    },
    ports: new Set(parsed.flatMap((entry) => (entry.port === undefined ? [] : [entry.port]))),
  }
}

function standardPort(protocol: string): number {
  return protocol === 'http:' ? 80 : 443
}

function parseEntry(entry: string): Entry {
  const slash = entry.indexOf('/')
  if (slash !== -1) return parseRange(entry, entry.slice(0, slash), entry.slice(slash + 1))
  const whole = readIpAddress(entry)
  if (whole !== undefined) return range(whole, widthOf(whole), undefined)
  const [, hostText = entry, portText] = /^(.*):(\d{1,5})$/.exec(entry) ?? []
  const port = portText === undefined ? undefined : Number(portText)
  if (port !== undefined && (port < 1 || port > 65_535)) throw unreadable(entry)
  const address = readIpAddress(hostText)
  return address === undefined
    ? { kind: 'host', host: readHost(entry, hostText), port }
    : range(address, widthOf(address), port)
}

function parseRange(entry: string, network: string, prefixText: string): Entry {
  const address = readIpAddress(network)
  const prefix = Number(prefixText)
  const isPrefix = /^\d{1,3}$/.test(prefixText) && address !== undefined && prefix <= widthOf(address)
  // The prefix of a range in IPv4-mapped form would be read with the wrong width.
  const isPlain = address !== undefined && (address.family === 6 || !network.includes(':'))
  if (!isPrefix || !isPlain) throw unreadable(entry)
  return range(address, prefix, undefined)
}

function range(address: IpAddress, prefix: number, port: number | undefined): Entry {
  const list = new BlockList()
  list.addSubnet(address.text, prefix, familyOf(address))
  return { kind: 'range', list, port }
}

/** The name in the URL parser's spelling, so that it compares with the host of a request. */
function readHost(entry: string, host: string): string {
  const url = URL.parse(`http://${host}`)
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (!isBare || url.port !== '' || !/^[a-z0-9._-]+$/.test(url.hostname)) throw unreadable(entry)
  return url.hostname
}

function unreadable(entry: string): Error {
  return new Error(
    `PATCHBAY_EGRESS_ALLOW: "${entry}" is not a host, host:port, address or range. Examples: crm.internal, localhost:8080, 10.1.0.0/16.`,
  )
}

function widthOf(address: IpAddress): number {
  return address.family === 4 ? 32 : 128
}

function familyOf(address: IpAddress): 'ipv4' | 'ipv6' {
  return address.family === 4 ? 'ipv4' : 'ipv6'
}
