import type { MessageMedia } from '@patchbay/shared/api'
import { givenUrl } from '../../kit/account-properties.ts'
import { downloadMedia, type FetchedMedia, isAt } from '../../kit/media.ts'
import { applicationOf } from './application.ts'
import type { VonageCall, VonageHost } from './calls.ts'
import { applicationToken } from './tokens.ts'

/**
 * A file of a message of the Messages API. Vonage asks for the token of the application where the application says so.
 * @throws AppError SECRET_MISSING when the private key cannot be read
 */
export function fetchVonageMedia(
  host: VonageHost,
  { properties, signal }: VonageCall,
  { url }: MessageMedia,
): Promise<FetchedMedia> {
  const base = givenUrl(properties.apiUrl) ?? host.url('api')
  const application = applicationOf(properties)
  if (application === undefined) return downloadMedia(host.web, { url, signal })
  const token = applicationToken(application.applicationId, application.privateKey, host.now())
  return downloadMedia(host.web, {
    url,
    signal,
    credential: [['authorization', `Bearer ${token}`]],
    isOwnHost: (target) => isVonageHost(target, base),
  })
}

/**
 * Whether files there may get the credential of an account whose API is at `base`. They are on the host of the region that
 * took the message, whichever host the API is called at.
 */
export function isVonageHost(target: URL, base: string): boolean {
  return isAt(target, base) || (isRegion(target) && isRegion(URL.parse(base)))
}

function isRegion(url: URL | null): boolean {
  return url?.protocol === 'https:' && url.port === '' && /^api(-[a-z0-9-]+)?\.nexmo\.com$/.test(url.hostname)
}
