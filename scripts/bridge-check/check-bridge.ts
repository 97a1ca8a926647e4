import { askedFields, getsTokens, type IntegrationManifest } from '@patchbay/shared/api'
import { bridgeLimits } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { newSigningSecret } from '../../runtime/src/kit/standard-webhooks.ts'
import type { WebClient } from '../../runtime/src/platform/egress/web-client.ts'
import { createCaller } from './call-bridge.ts'
import { type ActionSample, checkActions } from './check-actions.ts'
import { checkAgents } from './check-agents.ts'
import { checkContacts } from './check-contacts.ts'
import { checkInteractions } from './check-interactions.ts'
import type { CheckScene } from './check-scene.ts'
import { checkSignatures } from './check-signatures.ts'
import { checkValidation } from './check-validation.ts'
import { createReport, type Finding } from './report.ts'

export interface CheckOptions {
  readonly web: WebClient
  /** Where the bridge is. It takes the place of the host of each endpoint in the manifest. */
  readonly url: string
  readonly manifest: IntegrationManifest
  /** What people would enter, by field; of an OAuth type also `access_token`. */
  readonly auth: JsonObject
  /** `data` of an interaction retrieval. Default: the first contact. */
  readonly contact?: JsonObject | undefined
  readonly actions?: Readonly<Record<string, ActionSample>> | undefined
  /** Signs all calls, and the bridge has to look at it. Undefined: a secret is made up that the bridge does not know. */
  readonly signingSecret?: string | undefined
  readonly timeoutMs: number
  /** So many pages are read before a synchronization counts as endless. Default: as many as the platform reads. */
  readonly mostPages?: number
}

/** Plays the platform's side of every exchange in the manifest, and says what the bridge does well and what wrong. */
export async function checkBridge(options: CheckOptions): Promise<readonly Finding[]> {
  const { web, url, manifest, auth, signingSecret, timeoutMs, mostPages = bridgeLimits.pages } = options
  const report = createReport()
  const calling = {
    ...{ web, report, timeoutMs, signingSecret: signingSecret ?? newSigningSecret() },
    now: () => new Date(),
  }
  const scene: CheckScene = {
    manifest,
    report,
    caller: createCaller(calling),
    auth,
    wrongAuth: wrongAuthOf(manifest, auth),
    mostPages,
    at: (endpoint) => movedTo(endpoint, url),
  }
  if (signingSecret !== undefined) await checkSignatures(scene, calling)
  const granted = await checkValidation(scene)
  if (granted === undefined) {
    report.hint('Other exchanges', 'They were not checked, because the bridge does not take the account.')
    return report.findings
  }
  // The call that checks an account is the only one with fields that are not stored.
  const passing = manifest.integration.authentication_configuration.filter(({ store }) => !store)
  const stored = Object.entries(auth).filter(([name]) => passing.every(({ field_name }) => field_name !== name))
  const signedIn = {
    ...scene,
    auth: { ...Object.fromEntries(stored), ...granted },
    // A bridge must not trust what it has given: that is no secret.
    wrongAuth: scene.wrongAuth === undefined ? undefined : { ...scene.wrongAuth, ...granted },
  }
  const contacts = await checkContacts(signedIn)
  await checkInteractions(signedIn, { given: options.contact, contacts })
  await checkAgents(signedIn)
  await checkActions(signedIn, options.actions ?? {})
  return report.findings
}

/** The account with wrong secrets; where no field is a secret, every field is wrong. */
function wrongAuthOf({ integration }: IntegrationManifest, auth: JsonObject): JsonObject | undefined {
  const { authentication_type: type } = integration
  if (type === 'none') return undefined
  const fields = askedFields(integration)
  const secrets = getsTokens(type)
    ? [{ field_name: 'access_token' }]
    : fields.filter((field) => field.type === 'password')
  const wrong = (secrets.length === 0 ? fields : secrets).map(({ field_name: name }) => [
    name,
    `wrong-${crypto.randomUUID()}`,
  ])
  return { ...auth, ...Object.fromEntries(wrong) }
}

function movedTo(endpoint: string, url: string): string {
  const { pathname, search } = new URL(endpoint)
  return `${new URL(url).origin}${pathname}${search}`
}
