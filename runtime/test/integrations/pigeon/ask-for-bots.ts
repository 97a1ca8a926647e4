import { AppError } from '@patchbay/shared/errors'
import type { IntegrationHost } from '../../../src/kit/integration.ts'
import type { OfferedAddress } from '../../../src/kit/offered-address.ts'

/** The bots that the service has for a token. */
export async function askForBots(
  { web, url }: Pick<IntegrationHost, 'web' | 'url'>,
  token: string,
  signal: AbortSignal,
): Promise<readonly OfferedAddress[]> {
  const headers = [['x-pigeon-token', token]] as const
  const request = { method: 'GET', url: `${url('api')}/bots`, headers, timeoutMs: 5_000, signal }
  const { statusCode, text } = await web.request(request)
  if (statusCode !== 200) throw new AppError('HTTP_STATUS', `The service answered ${statusCode}: ${text}`)
  const bots: readonly { readonly name: string; readonly title: string }[] = JSON.parse(text)
  return bots.map(({ name, title }) => ({ channel: 'pigeon', value: name, label: title, capabilities: ['pigeon'] }))
}
