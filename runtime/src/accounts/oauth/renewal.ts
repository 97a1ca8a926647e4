import type { KeptAccountTokens } from './account-tokens.ts'
import type { AccountTokenRepository } from './token-repository.ts'

const EVERY_MS = 30_000
const AT_ONCE = 50

export interface RenewalOptions {
  readonly tokens: Pick<AccountTokenRepository, 'due'>
  readonly accountTokens: Pick<KeptAccountTokens, 'renew'>
  readonly now: () => Date
  /** Default: half a minute. */
  readonly everyMs?: number
  onError(error: unknown, about: object): void
}

/**
 * Renews the tokens of accounts that people have connected, whether or not a step needs them: an access that ended unused
 * would have to be given again, and one that was withdrawn is reported before a run fails.
 */
export interface Renewal {
  start(): void
  stop(): Promise<void>
}

export function createRenewal({ tokens, accountTokens, now, everyMs = EVERY_MS, onError }: RenewalOptions): Renewal {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let working: Promise<void> = Promise.resolve()

  async function pass(): Promise<void> {
    for (const accountId of await tokens.due(now(), AT_ONCE)) {
      if (!isStopped) await accountTokens.renew(accountId)
    }
  }

  function passLater(): void {
    if (isStopped) return
    timer = setTimeout(() => {
      working = pass()
        .catch((error) => onError(error, { job: 'account-tokens' }))
        .finally(passLater)
    }, everyMs).unref()
  }

  return {
    start: passLater,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
    },
  }
}
