import { newSigningSecret } from '../../runtime/src/kit/standard-webhooks.ts'
import { type CallerOptions, createCaller } from './call-bridge.ts'
import type { CheckScene } from './check-scene.ts'

const NAME = 'Signatures'
const HOUR_MS = 3_600_000

/** A bridge that knows the signing secret must refuse calls that others have signed, and old ones. They only read. */
export async function checkSignatures({ manifest, at, auth }: CheckScene, options: CallerOptions): Promise<void> {
  const { report, now } = options
  const { auth_validation_endpoint, agent_synchronization_endpoint, contact_synchronization_endpoint } =
    manifest.integration
  const endpoint = auth_validation_endpoint ?? agent_synchronization_endpoint ?? contact_synchronization_endpoint
  if (endpoint === undefined) {
    report.hint(NAME, 'They were not checked: the manifest has no endpoint that only reads.')
    return
  }
  const strangers = [
    { what: 'that another secret has signed', caller: createCaller({ ...options, signingSecret: newSigningSecret() }) },
    {
      what: 'that was signed an hour ago',
      caller: createCaller({ ...options, now: () => new Date(now().getTime() - HOUR_MS) }),
    },
  ]
  for (const { what, caller } of strangers) {
    const answer = await caller.call('validation', { url: at(endpoint), exchange: NAME }, { auth })
    if (answer === undefined || answer.status < 200 || answer.status > 299) continue
    report.fault(NAME, `It took a call ${what} (${answer.status}). Verify webhook-signature first, and answer 401.`)
  }
  if (!report.hasFault(NAME)) report.good(NAME, 'It refuses calls whose signature is wrong or old.')
}
