import { bridgeLimits } from '@patchbay/shared/bridges'
import { createWebClient } from '../runtime/src/platform/egress/create-web-client.ts'
import { checkBridge } from './bridge-check/check-bridge.ts'
import { readArguments, readCheckFile, readManifestOf, requireFields } from './bridge-check/read-arguments.ts'
import { reportText } from './bridge-check/report.ts'
import { fail } from './fail.ts'

/**
 * `npm run bridge:check -- <address>`: plays the platform's side against a bridge, and says what the bridge does wrong.
 * Ends with exit code 1 if there is anything.
 */
async function main(args: readonly string[]): Promise<void> {
  const given = readArguments(args)
  const { url } = given
  // The bridge may be on this machine; nothing else in the private network is called.
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port
  const web = createWebClient({ allow: [`${url.hostname}:${port}`] })
  try {
    const manifest = await readManifestOf(web, given)
    const { auth, contact, actions, signingSecret } = await readCheckFile(given.withFile)
    requireFields(manifest, auth)
    const { timeoutMs } = bridgeLimits
    const asked = { auth, contact, actions, signingSecret }
    const options = { web, url: url.href, manifest, ...asked, timeoutMs }
    const findings = await checkBridge(options)
    process.stdout.write(reportText(findings))
    if (findings.some(({ kind }) => kind === 'fault')) process.exitCode = 1
  } finally {
    await web.close()
  }
}

await main(process.argv.slice(2)).catch(fail)
