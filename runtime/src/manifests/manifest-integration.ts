import type { IntegrationManifest } from '@patchbay/shared/api'
import type { OpenAccount } from '../kit/account.ts'
import type { Integration } from '../kit/integration.ts'
import type { ActionVersion } from './action-versions.ts'
import { admitToBridge } from './admit.ts'
import { bridgeAccount } from './bridge-account.ts'
import { bridgeAction } from './bridge-action.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { bridgeDirectory } from './bridge-directory.ts'
import { bridgeClient } from './bridge-oauth.ts'
import { checkBridgeAccount } from './check-account.ts'
import type { PictureAddresses } from './picture-repository.ts'

interface Beside {
  /** Of its actions. */
  readonly versions: readonly ActionVersion[]
  readonly pictures: PictureAddresses
  /** It is not offered any more, and has no accounts. What was built with its actions goes on. */
  readonly isRemoved?: boolean
}

/**
 * An integration that is data: what the folders of `integrations/` are in code, read from a manifest.
 * @param manifest the newest
 */
export function manifestIntegration(
  manifest: IntegrationManifest,
  { versions, pictures, isRemoved = false }: Beside,
): Integration {
  const { integration } = manifest
  const account = bridgeAccount(manifest, pictures)
  // Opened accounts fit the schema of their type: texts by field.
  const opened = (one: OpenAccount) => one as BridgeAccount
  return {
    id: account.id,
    account,
    hasAccounts: !isRemoved && integration.authentication_type !== 'none',
    create(host) {
      const actions = versions.map((version) => bridgeAction(version, { manifest, account, pictures, host }))
      if (isRemoved) return { actions }
      return {
        admit: (one, call) => admitToBridge(host, integration, opened(one), call),
        check: (one, call) => checkBridgeAccount(host, integration, opened(one), call.signal),
        directory: { ...bridgeDirectory(host, integration), picture: pictures.icon ?? pictures.logo },
        oauth: (one) => bridgeClient(integration, opened(one).properties),
        actions,
      }
    },
  }
}
