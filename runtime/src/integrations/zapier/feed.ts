import { createHash } from 'node:crypto'
import { isUuid } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { OpenAccount } from '../../kit/account.ts'
import { basicCredentials } from '../../kit/basic-credentials.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { targetBinding } from './deliveries.ts'
import type { HookRecord, ZapierDeliveryRepository } from './delivery-repository.ts'
import type { SubscribeHook } from './endpoints.ts'
import type { WindowRule, ZapierFeedRepository } from './feed-repository.ts'

/** The newest 100, or the last 20 minutes up to 1,000: Zapier reads one page of at most 20 MB. */
export const zapierWindow: WindowRule = {
  newest: 100,
  recentMs: 20 * 60 * 1000,
  most: 1_000,
  mostBytes: 16 * 1024 * 1024,
}

/** Limit of subscriptions. Each active Zap has one. */
const mostHooks = 500

/** Operations that Zapier calls. */
export interface ZapierFeed {
  /**
   * Returns the account of an `Authorization` header.
   * @throws AppError UNAUTHENTICATED or INVALID_TOKEN, both with a Basic challenge, TOO_MANY_REQUESTS
   */
  signIn(header: string | undefined, address: string): Promise<OpenAccount>
  /** Returns the JSON array of the window, newest first. Reading removes nothing. */
  poll(account: OpenAccount, event: string | undefined): Promise<string>
  /** @throws AppError INVALID_INPUT */
  subscribe(account: OpenAccount, hook: SubscribeHook): Promise<HookRecord>
  /** @throws AppError NOT_FOUND */
  unsubscribe(account: OpenAccount, id: string): Promise<void>
}

export interface ZapierFeedOptions {
  readonly host: Pick<IntegrationHost, 'accounts' | 'secrets' | 'now'>
  readonly feeds: ZapierFeedRepository
  readonly deliveries: ZapierDeliveryRepository
}

export function createZapierFeed({ host, feeds, deliveries }: ZapierFeedOptions): ZapierFeed {
  const { now } = host
  return {
    async signIn(header, address) {
      if (header === undefined)
        throw unauthorized('UNAUTHENTICATED', 'Sign in with the name and password of a Zapier account.')
      const credentials = basicCredentials(header)
      const account = credentials === undefined ? undefined : await host.accounts.signIn(credentials, address)
      if (account !== undefined) return account
      throw unauthorized(
        'INVALID_TOKEN',
        'Username or password is wrong. Compare them with the Zapier account in Patchbay.',
      )
    },

    poll: (account, event) => {
      const filter = event === undefined || event === '' ? {} : { event }
      return feeds.poll({ accountId: account.id, now: now(), rule: zapierWindow, ...filter })
    },

    async subscribe(account, { targetUrl, event }) {
      const url = URL.parse(targetUrl)
      if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw invalidTarget()
      const targetHash = createHash('sha256').update(targetUrl).digest('hex')
      const known = await deliveries.hooks(account.id)
      if (known.length >= mostHooks && !known.some((hook) => hook.targetHash === targetHash)) throw tooManyHooks()
      return deliveries.subscribe({
        id: uuidv7(now()),
        accountId: account.id,
        target: host.secrets.seal(targetUrl, targetBinding(account.id)),
        targetHash,
        host: url.host,
        event: event === undefined || event === '' ? null : event,
        createdAt: now(),
      })
    },

    async unsubscribe(account, id) {
      const isGone = isUuid(id) && (await deliveries.unsubscribe(account.id, id.toLowerCase()))
      if (!isGone) throw new AppError('NOT_FOUND', noHook)
    },
  }
}

const noHook = 'There is no such subscription of this account.'

function unauthorized(code: 'UNAUTHENTICATED' | 'INVALID_TOKEN', message: string): AppError {
  return new AppError(code, message, { headers: { 'www-authenticate': 'Basic realm="Patchbay", charset="UTF-8"' } })
}

function invalidTarget(): AppError {
  const message = 'This must be a web address that begins with https://.'
  return new AppError('INVALID_INPUT', `targetUrl: ${message}`, { errors: [{ path: 'targetUrl', message }] })
}

function tooManyHooks(): AppError {
  return new AppError(
    'INVALID_INPUT',
    `An account has at most ${mostHooks} subscriptions. Switch off Zaps that are not needed.`,
  )
}
