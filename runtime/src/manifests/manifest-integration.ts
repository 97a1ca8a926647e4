import type { IntegrationManifest } from '@patchbay/shared/api'
import type { OpenAccount } from '../kit/account.ts'
import type { Integration } from '../kit/integration.ts'
import { actionVersions } from './action-versions.ts'
import { admitToBridge } from './admit.ts'
import { bridgeAccount } from './bridge-account.ts'
import { bridgeAction } from './bridge-action.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { bridgeDirectory } from './bridge-directory.ts'
import { bridgeClient } from './bridge-oauth.ts'
import { checkBridgeAccount } from './check-account.ts'
import type { ManifestVersion } from './manifest-repository.ts'

/**
 * An integration that is data: what the folders of `integrations/` are in code, read from a manifest.
 * @param versions all of one integration, oldest first
 */
export function manifestIntegration(manifest: IntegrationManifest, versions: readonly ManifestVersion[]): Integration {
  const { integration } = manifest
  const account = bridgeAccount(manifest)
  // Opened accounts fit the schema of their type: texts by field.
  const opened = (one: OpenAccount) => one as BridgeAccount
  return {
    id: account.id,
    account,
    create: (host) => ({
      admit: (one, call) => admitToBridge(host.web, integration, opened(one), call),
      check: (one, call) => checkBridgeAccount(host, integration, opened(one), call.signal),
      directory: bridgeDirectory(host, integration),
      oauth: (one) => bridgeClient(integration, opened(one).properties),
      actions: actionVersions(versions).map((version) => bridgeAction(version, { manifest, account, host })),
    }),
  }
}
