import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { CreatedToken, CreateToken, Page, TokenResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS } from '@patchbay/shared/time'
import { requireId } from '../kit/ids.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { TokenRecord, TokenRepository } from '../store/repositories/token-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { PageRequest } from './page.ts'

/** Prefix of every token, by which scanners for leaked secrets can find one. */
const tokenPrefix = 'pb_'
/**
 * How long a token is trusted after it was looked up. A token that another process removed works at most this much
 * longer.
 */
const trustMs = 5_000
const mostRemembered = 10_000

export interface ApiTokens {
  create(token: CreateToken, createdBy: string): Promise<CreatedToken>
  /**
   * The token that a user's programs start flows with, for another 24 hours. A user has one at a time, and it goes with
   * the user: programs that sign in at the same time get the same one.
   */
  signIn(user: { readonly id: string; readonly name: string }): Promise<{ readonly token: string }>
  /** Called when tokens were removed with their user. */
  forget(): void
  list(page: PageRequest): Promise<Page<TokenResource>>
  /** @throws AppError NOT_FOUND */
  remove(id: string): Promise<void>
  /** The valid token with this text, or undefined. */
  find(text: string): Promise<TokenRecord | undefined>
}

/** API tokens: 256 bits that nobody can guess. The database stores only their SHA-256 hash. */
export function createApiTokens(options: {
  readonly tokens: TokenRepository
  /** Key of the tokens for users' programs. */
  readonly key: SecretKey
  readonly now: () => Date
  onError(error: unknown): void
}): ApiTokens {
  const { tokens, key, now } = options
  const remembered = new Map<string, { readonly token: TokenRecord; readonly until: number }>()

  async function look(hash: string): Promise<TokenRecord | undefined> {
    const known = remembered.get(hash)
    if (known !== undefined && known.until > now().getTime()) return known.token
    remembered.delete(hash)
    const token = await tokens.findByHash(hash)
    if (token === undefined) return undefined
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(hash, { token, until: now().getTime() + trustMs })
    // Storing the last use must not delay the request.
    tokens.touch(token.id, now()).catch(options.onError)
    return token
  }

  return {
    async create({ name, role, expiresAt }, createdBy) {
      const expiry = expiresAt === undefined ? null : requireFuture(expiresAt, now())
      const text = tokenPrefix + randomBytes(32).toString('base64url')
      const row = { id: uuidv7(), name, role, createdAt: now(), createdBy, expiresAt: expiry, hash: hashOf(text) }
      return { ...toResource(await tokens.create(row)), token: text }
    },
    async signIn({ id: userId, name }) {
      const id = uuidv7()
      const createdAt = now()
      const kept = await tokens.keepOfUser({
        id,
        userId,
        name: `${name} (24 hours)`.slice(0, 120),
        role: 'api-user',
        createdAt,
        createdBy: name,
        expiresAt: new Date(createdAt.getTime() + DAY_MS),
        hash: hashOf(textOf(key, id)),
      })
      const text = textOf(key, kept)
      // It may be known with its time of before.
      remembered.delete(hashOf(text))
      return { token: text }
    },
    forget: () => remembered.clear(),
    async list(page) {
      const { items, next } = await tokens.list(page)
      return { items: items.map(toResource), next }
    },
    async remove(id) {
      await tokens.remove(requireId(id, 'NOT_FOUND', 'There is no such token.'))
      remembered.clear()
    },
    async find(text) {
      if (!text.startsWith(tokenPrefix) || text.length > 200) return undefined
      const token = await look(hashOf(text))
      const isExpired = token?.expiresAt != null && token.expiresAt <= now()
      return isExpired ? undefined : token
    },
  }
}

/** The text of a token that can be told again without being stored: only the holder of the key can make it. */
function textOf({ bytes }: SecretKey, id: string): string {
  return tokenPrefix + createHmac('sha256', bytes).update(`token of a user ${id}`).digest('base64url')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function requireFuture(text: string, now: Date): Date {
  const time = new Date(text)
  if (time > now) return time
  const message = 'This must be a time in the future.'
  throw new AppError('INVALID_INPUT', `expiresAt: ${message}`, { errors: [{ path: 'expiresAt', message }] })
}

function toResource(token: TokenRecord): TokenResource {
  const { id, name, role, createdAt, createdBy, expiresAt, lastUsedAt } = token
  return {
    id,
    name,
    role,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
