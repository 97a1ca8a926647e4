import { type IntegrationManifest, manifestEndpoints } from '@patchbay/shared/api'
import { secretHostOf } from '../platform/secrets/secret-host.ts'

/** The hosts (`host:port`) that calls of the integration go to, as secrets of its accounts are bound to them; sorted. */
export function secretHostsOf({ integration, actions }: IntegrationManifest): readonly string[] {
  const urls = [...manifestEndpoints.map((key) => integration[key]), ...actions.map(({ endpoint }) => endpoint)]
  const hosts = urls.flatMap((url) => (url === undefined ? [] : [secretHostOf(url).text]))
  return [...new Set(hosts)].toSorted()
}
