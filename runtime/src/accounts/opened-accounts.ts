import { AppError } from '@patchbay/shared/errors'
import type { Static, TSchema } from 'typebox'
import type { AccountPort, OpenAccount, TypedAccount } from '../kit/account.ts'
import type { StepServices } from '../kit/node.ts'
import { createMask, type Mask } from '../platform/secrets/mask.ts'

/**
 * Remembers which accounts a run opened and which tokens it was given, so that their secrets can be hidden in whatever
 * the run receives.
 */
export interface OpenedAccounts {
  /** @throws AppError ACCOUNT_NOT_FOUND, SECRET_MISSING */
  open<Properties extends TSchema>(
    by: object,
    type: TypedAccount<Properties>,
    accountId: string,
  ): Promise<OpenAccount<Static<Properties>>>
  /** The sources of tokens for `by`. */
  tokenSources(by: object, sources: TokenSources): TokenSources
  /** Returns the value without the secrets of all accounts that `by` has opened, and without its tokens. */
  hide<Value>(by: object, value: Value): Value
}

type TokenSources = Pick<StepServices, 'tokens' | 'accountTokens'>

/** `by` is the run or test that opens accounts. Its entry is dropped when `by` is garbage-collected. */
export function createOpenedAccounts(accounts: AccountPort): OpenedAccounts {
  const opened = new WeakMap<object, Set<string>>()
  const given = new WeakMap<object, Set<string>>()
  const maskOf = createTokenMasks()

  function remember(by: object, token: string): string {
    given.set(by, (given.get(by) ?? new Set()).add(token))
    return token
  }

  return {
    async open<Properties extends TSchema>(by: object, { id: type }: TypedAccount<Properties>, accountId: string) {
      const account = await accounts.open(type, accountId)
      if (account === undefined) throw noAccount()
      opened.set(by, (opened.get(by) ?? new Set()).add(account.id))
      // An account is opened only when its properties fit the schema of its type.
      return account as OpenAccount<Static<Properties>>
    },
    tokenSources: (by, { tokens, accountTokens }) => ({
      tokens: {
        token: async (request, options) => remember(by, await tokens.token(request, options)),
      },
      accountTokens: {
        token: async (accountId, options) => remember(by, await accountTokens.token(accountId, options)),
      },
    }),
    hide(by, value) {
      const masks = [
        ...[...(given.get(by) ?? [])].map(maskOf),
        ...[...(opened.get(by) ?? [])].map((id) => accounts.mask(id)),
      ]
      return masks.reduce((hidden, mask) => mask.hide(hidden), value)
    },
  }
}

/** Many runs are given the same token, and making its mask is slow. */
const MOST_MASKS = 1_000

function createTokenMasks(): (token: string) => Mask {
  const masks = new Map<string, Mask>()
  return (token) => {
    const known = masks.get(token)
    if (known !== undefined) return known
    const mask = createMask(new Map([[token, token]]))
    if (masks.size >= MOST_MASKS) masks.clear()
    masks.set(token, mask)
    return mask
  }
}

function noAccount(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'The account of this action no longer exists.', {
    extra: { help: 'Choose an account in the action and deploy again.' },
  })
}
