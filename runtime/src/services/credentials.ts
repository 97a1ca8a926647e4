import type { Role } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { NamedPassword } from '../kit/basic-credentials.ts'
import { createTextCheck } from '../platform/constant-time.ts'
import type { TokenRecord } from '../store/repositories/token-repository.ts'
import type { ApiTokens } from './api-tokens.ts'

/** The user or program that a bearer token belongs to. */
export interface TokenHolder {
  readonly kind: 'token' | 'operator'
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Whose token it is; absent where it belongs to no user. */
  readonly userId?: string
  /** True: it starts flows and may do nothing else. */
  readonly startsOnly?: boolean
}

export interface Credentials {
  /** The holder of a token, or undefined when it is not a token of this installation. */
  holder(token: string): Promise<TokenHolder | undefined>
  /** As `holder`, for a token that comes as the password of its user's e-mail. */
  holderOfNamed(credentials: NamedPassword): Promise<TokenHolder | undefined>
}

export function createCredentials(tokens: ApiTokens, operatorToken: string | undefined): Credentials {
  const isOperator = operatorToken === undefined ? () => false : createTextCheck(operatorToken)
  return {
    async holder(token) {
      if (isOperator(token)) {
        return { kind: 'operator', id: 'operator', name: 'Automation', roles: ['administrator'] }
      }
      const found = await tokens.find(token)
      return found === undefined ? undefined : toHolder(found)
    },
    async holderOfNamed({ username, password }) {
      const found = await tokens.find(password)
      return found?.user?.email === username.toLowerCase() ? toHolder(found) : undefined
    },
  }
}

function toHolder({ id, name, roles, user, startsOnly }: TokenRecord): TokenHolder {
  if (user === null) return { kind: 'token', id, name, roles }
  return { kind: 'token', id, name: `${user.name} (${name})`, roles, userId: user.id, startsOnly }
}

/** The token of an `Authorization` header. With `allowRaw` the scheme may be missing. */
export function bearerToken(header: string | undefined, { allowRaw = false } = {}): string | undefined {
  const match = /^bearer +(\S+) *$/i.exec(header ?? '')
  if (match?.[1] !== undefined) return match[1]
  const raw = header?.trim() ?? ''
  return allowRaw && raw !== '' && !/\s/.test(raw) ? raw : undefined
}

export function invalidToken(message: string): AppError {
  return new AppError('INVALID_TOKEN', message, { headers: { 'www-authenticate': 'Bearer realm="patchbay"' } })
}
