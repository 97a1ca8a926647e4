import type { MessageMedia } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { givenUrl } from '../../kit/account-properties.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { downloadMedia, type FetchedMedia, isAt } from '../../kit/media.ts'
import { basicHeader, callService, refusedCall, requireOk, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf } from '../../kit/values.ts'
import type { TwilioProperties } from './account.ts'
import { reasonOf } from './wire.ts'

const VERSION = '/2010-04-01'
/** Twilio gives at most this many numbers at once. */
const NUMBERS_PER_PAGE = 1_000
const MOST_PAGES = 5

export type TwilioHost = Pick<IntegrationHost<TwilioProperties>, 'web' | 'url' | 'now'>

export interface TwilioCall {
  readonly properties: TwilioProperties
  readonly signal: AbortSignal
}

/** Calls below the account: `path` begins with a slash. A call with `fields` is a POST. */
export function callAccount(
  host: TwilioHost,
  call: TwilioCall,
  path: string,
  fields?: URLSearchParams,
): Promise<ServiceAnswer> {
  const { accountSid } = call.properties
  return callTwilio(host, call, `${apiUrlOf(host, call)}${VERSION}/Accounts/${accountSid}${path}`, fields)
}

/** Calls the messaging service of the account. */
export function callMessagingService(
  host: TwilioHost,
  call: TwilioCall,
  fields?: URLSearchParams,
): Promise<ServiceAnswer> {
  const { messagingServiceSid = '' } = call.properties
  return callTwilio(host, call, `${messagingUrlOf(host, call)}/v1/Services/${messagingServiceSid}`, fields)
}

/**
 * A file of a message. Twilio asks for the credential where the account says so, and redirects to another host, which
 * must not get it.
 */
export function fetchTwilioMedia(host: TwilioHost, call: TwilioCall, { url }: MessageMedia): Promise<FetchedMedia> {
  const { accountSid, authToken } = call.properties
  return downloadMedia(host.web, {
    url,
    signal: call.signal,
    credential: [basicHeader(accountSid, authToken)],
    isOwnHost: (target) => isAt(target, apiUrlOf(host, call)),
  })
}

/** @throws AppError HTTP_STATUS with Twilio's words unless the answer is 2xx */
export function requireTwilio(answer: ServiceAnswer): ServiceAnswer {
  requireOk(answer, { service: 'Twilio', reason: reasonOf(answer.body) })
  return answer
}

/** A number of the account as Twilio lists it. */
export interface TwilioNumber {
  readonly sid: string
  readonly number: string
  readonly name: string
  readonly canSms: boolean
  readonly canMms: boolean
  /** An application answers its texts, whatever URL is set. */
  readonly hasApplication: boolean
}

/**
 * Numbers of the account, in Twilio's order.
 * @throws AppError HTTP_STATUS when Twilio does not list them
 */
export async function listNumbers(host: TwilioHost, call: TwilioCall): Promise<readonly TwilioNumber[]> {
  const numbers: TwilioNumber[] = []
  let path: string | undefined = `/IncomingPhoneNumbers.json?PageSize=${NUMBERS_PER_PAGE}`
  for (let page = 0; page < MOST_PAGES && path !== undefined; page += 1) {
    const { body } = requireTwilio(await callAccount(host, call, path))
    const list = fieldOf(body, 'incoming_phone_numbers')
    if (!Array.isArray(list)) throw refusedCall('Twilio did not answer a list of numbers.')
    numbers.push(...list.flatMap(readNumber))
    path = nextPath(body, call.properties)
  }
  return numbers
}

/** The path of the next page below the account; undefined at the end, and for a path that leads elsewhere. */
function nextPath(body: Json | undefined, { accountSid }: TwilioProperties): string | undefined {
  const next = fieldOf(body, 'next_page_uri')
  const below = `${VERSION}/Accounts/${accountSid}`
  return typeof next === 'string' && next.startsWith(`${below}/`) ? next.slice(below.length) : undefined
}

function readNumber(row: Json): readonly TwilioNumber[] {
  const sid = fieldOf(row, 'sid')
  const number = fieldOf(row, 'phone_number')
  if (typeof sid !== 'string' || typeof number !== 'string') return []
  const name = fieldOf(row, 'friendly_name')
  const capabilities = fieldOf(row, 'capabilities')
  const application = fieldOf(row, 'sms_application_sid')
  return [
    {
      sid,
      number,
      // Without a name of its own a number is called `(305) 555-0142`.
      name: typeof name === 'string' && /\p{L}/u.test(name) ? name : '',
      canSms: fieldOf(capabilities, 'sms') === true,
      canMms: fieldOf(capabilities, 'mms') === true,
      hasApplication: typeof application === 'string' && application !== '',
    },
  ]
}

async function callTwilio(
  { web }: TwilioHost,
  { properties, signal }: TwilioCall,
  url: string,
  fields: URLSearchParams | undefined,
): Promise<ServiceAnswer> {
  const credential = basicHeader(properties.accountSid, properties.authToken)
  if (fields === undefined) return callService(web, { method: 'GET', url, headers: [credential], signal })
  const headers = [credential, ['content-type', 'application/x-www-form-urlencoded'] as const]
  return callService(web, { method: 'POST', url, headers, body: fields.toString(), signal })
}

function apiUrlOf(host: TwilioHost, { properties }: TwilioCall): string {
  // Some consoles show the URL with the version at its end.
  return givenUrl(properties.apiUrl)?.replace(/\/2010-04-01$/, '') ?? host.url('api')
}

/** The messaging host of the region that the API URL names. */
function messagingUrlOf(host: TwilioHost, call: TwilioCall): string {
  if (givenUrl(call.properties.apiUrl) === undefined) return host.url('messaging')
  return apiUrlOf(host, call).replace(/^(https?:\/\/)api\./, '$1messaging.')
}
