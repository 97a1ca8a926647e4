import type { MessageMedia } from '@patchbay/shared/api'
import { givenUrl } from '../../kit/account-properties.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { downloadMedia, type FetchedMedia, isAt } from '../../kit/media.ts'
import { callService, type ServiceAnswer } from '../../kit/service-call.ts'
import type { InfobipProperties } from './account.ts'

export type InfobipHost = Pick<IntegrationHost<InfobipProperties>, 'web' | 'url' | 'now'>

export interface InfobipCall {
  readonly properties: InfobipProperties
  readonly signal: AbortSignal
}

interface InfobipRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** With its slash in front. */
  readonly path: string
  readonly json?: object
}

export function callInfobip(
  { web, url }: InfobipHost,
  { properties, signal }: InfobipCall,
  { method, path, json }: InfobipRequest,
): Promise<ServiceAnswer> {
  const credential = credentialOf(properties)
  return callService(web, {
    method,
    url: `${apiUrlOf({ url }, properties)}${path}`,
    headers: json === undefined ? [credential] : [credential, ['content-type', 'application/json']],
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    signal,
  })
}

/** A file of a message, which is on the host of the API and needs its key. */
export function fetchInfobipMedia(
  { web, url: urlOf }: InfobipHost,
  { properties, signal }: InfobipCall,
  { url }: MessageMedia,
): Promise<FetchedMedia> {
  return downloadMedia(web, {
    url,
    signal,
    credential: [credentialOf(properties)],
    isOwnHost: (target) => isAt(target, apiUrlOf({ url: urlOf }, properties)),
  })
}

function credentialOf({ apiKey }: InfobipProperties): readonly [string, string] {
  return ['authorization', `App ${apiKey}`]
}

function apiUrlOf({ url }: Pick<InfobipHost, 'url'>, { apiUrl }: InfobipProperties): string {
  return givenUrl(apiUrl) ?? url('api')
}
