import type { Integration } from '../kit/integration.ts'
import { ConfigError } from '../platform/config/config.ts'

/** Returns the base URL of a host of an integration. @throws Error for a name that is not in its list */
export type ServiceUrls = (integration: string, host: string) => string

/**
 * Resolves the base URLs of the listed services, by integration and host name.
 * @param given replacements by `<integration>.<host>`
 * @throws ConfigError when one of them names no host of the list
 */
export function createServiceUrls(list: readonly Integration[], given: Readonly<Record<string, string>>): ServiceUrls {
  const known = new Map<string, string>(
    list.flatMap(({ id, hosts = {} }) => Object.entries(hosts).map(([name, url]) => [`${id}.${name}`, url] as const)),
  )
  const wrong = Object.keys(given).filter((name) => !known.has(name))
  if (wrong.length > 0) throw new ConfigError(wrong.map((name) => unknownHost(name, [...known.keys()])))
  const urls = new Map([...known, ...Object.entries(given)])
  return (integration, host) => {
    const url = urls.get(`${integration}.${host}`)
    if (url === undefined) throw new Error(`The integration ${integration} has no host "${host}" in its list.`)
    return url
  }
}

function unknownHost(name: string, known: readonly string[]): string {
  const all = known.length === 0 ? 'there are none' : `the names are ${known.toSorted().join(', ')}`
  return `PATCHBAY_SERVICE_URLS names "${name}", which is no address of an outside service; ${all}.`
}
