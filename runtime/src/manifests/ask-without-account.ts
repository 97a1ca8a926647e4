import type { ManifestIntegration } from '@patchbay/shared/api'
import { readReply } from '@patchbay/shared/bridges'
import { type FieldError, toAppError } from '@patchbay/shared/errors'
import type { IntegrationHost } from '../kit/integration.ts'
import { withHelp } from '../kit/with-help.ts'
import { postQuestion } from './post-question.ts'

const TIMEOUT_MS = 20_000

/**
 * Asks the validator of an integration without sign-in, which no account would ever ask. It decides nothing: it says early
 * what the first action would find.
 * @returns what is wrong, by path
 */
export async function askWithoutAccount(
  host: Pick<IntegrationHost, 'web' | 'now'>,
  { authentication_type, auth_validation_endpoint: url }: ManifestIntegration,
): Promise<readonly FieldError[]> {
  if (authentication_type !== 'none' || url === undefined) return []
  const problem = await problemOf(host, url)
  if (problem === undefined) return []
  const message = `It was called once, because no account does that. ${problem} The integration is imported all the same.`
  return [{ path: 'integration.auth_validation_endpoint', message }]
}

async function problemOf(host: Pick<IntegrationHost, 'web' | 'now'>, url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { statusCode: status, text } = await postQuestion(host, { url, content: { auth: {} }, signal })
    const verdict = readReply('validation', { status, text })
    return verdict.kind === 'good' ? undefined : verdict.sentence
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'INTERNAL') throw thrown
    return withHelp(error)
  }
}
