import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { CreatedToken, CreateOwnToken, CreateToken, Page, TokenResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS } from '@patchbay/shared/time'
import { requireId } from '../kit/ids.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { NewToken, TokenRecord, TokenRepository } from '../store/repositories/token-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { PageRequest } from './page.ts'

/** Prefix of every token, by which scanners for leaked secrets can find one. */
const tokenPrefix = 'pb_'
/**
 * How long a token is trusted after it was looked up. Processes tell each other when roles or tokens change; where that
 * signal is lost, what a token could do before holds this much longer.
 */
const trustMs = 5_000
const mostRemembered = 10_000

export interface ApiTokens {
  /** Makes a token of the installation, with roles of its own. */
  create(token: CreateToken, createdBy: string): Promise<CreatedToken>
  /** Makes a token that may do what its user may. */
  createOwn(token: CreateOwnToken, user: TokenOwner): Promise<CreatedToken>
  /**
   * The token that a user's programs start flows with, for another 24 hours. A user has one at a time, and it goes with
   * the user: programs that sign in at the same time get the same one.
   */
  signIn(user: TokenOwner): Promise<{ readonly token: string }>
  /** Called when tokens, or what their users may do, may have changed. */
  forget(): void
  list(page: PageRequest): Promise<Page<TokenResource>>
  listOwn(page: PageRequest, userId: string): Promise<Page<TokenResource>>
  /** @param owner the user whose token it must be; absent: anybody's. @throws AppError NOT_FOUND */
  rename(id: string, name: string, owner?: string): Promise<TokenResource>
  /** @param owner as of `rename`. @throws AppError NOT_FOUND */
  remove(id: string, owner?: string): Promise<void>
  /** The valid token with this text, or undefined. */
  find(text: string): Promise<TokenRecord | undefined>
}

interface TokenOwner {
  readonly id: string
  readonly name: string
}

export interface ApiTokensOptions {
  readonly tokens: TokenRepository
  /** Key of the tokens for users' programs. */
  readonly key: SecretKey
  readonly now: () => Date
  /** Tells all processes that what credentials may do has changed. */
  readonly onChange: () => void
  onError(error: unknown): void
}

/** API tokens: 256 bits that nobody can guess. The database stores only their SHA-256 hash. */
export function createApiTokens(options: ApiTokensOptions): ApiTokens {
  const { tokens, key, now, onChange } = options
  const remembered = new Map<string, { readonly token: TokenRecord; readonly until: number }>()
  /** Grows with every change: a look-up that began before one may have read what was. */
  let changes = 0

  async function look(hash: string): Promise<TokenRecord | undefined> {
    const known = remembered.get(hash)
    if (known !== undefined && known.until > now().getTime()) return known.token
    remembered.delete(hash)
    const changesBefore = changes
    const token = await tokens.findByHash(hash)
    if (token === undefined) return undefined
    if (changes === changesBefore) {
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(hash, { token, until: now().getTime() + trustMs })
    }
    // Storing the last use must not delay the request.
    tokens.touch(token.id, now()).catch(options.onError)
    return token
  }

  async function make(token: Omit<NewToken, 'id' | 'createdAt' | 'expiresAt' | 'hash'>, expiresAt: string | undefined) {
    const expiry = expiresAt === undefined ? null : requireFuture(expiresAt, now())
    const text = tokenPrefix + randomBytes(32).toString('base64url')
    const row = { ...token, id: uuidv7(), createdAt: now(), expiresAt: expiry, hash: hashOf(text) }
    return { ...toResource(await tokens.create(row)), token: text }
  }

  return {
    create: ({ name, roles, expiresAt }, createdBy) => make({ name, roles, createdBy, userId: null }, expiresAt),
    async createOwn({ name, expiresAt }, user) {
      const chosen = name?.trim() ?? nextName(await tokens.namesOf(user.id))
      return make({ name: chosen, roles: null, createdBy: user.name, userId: user.id }, expiresAt)
    },
    async signIn({ id: userId, name }) {
      const id = uuidv7()
      const createdAt = now()
      const kept = await tokens.keepSignIn({
        id,
        userId,
        name: `${name} (24 hours)`.slice(0, 120),
        roles: ['api-user'],
        createdAt,
        createdBy: name,
        expiresAt: new Date(createdAt.getTime() + DAY_MS),
        hash: hashOf(textOf(key, id)),
      })
      const text = textOf(key, kept)
      // It may be known with its time of before.
      changes += 1
      remembered.delete(hashOf(text))
      return { token: text }
    },
    forget() {
      changes += 1
      remembered.clear()
    },
    async list(page) {
      const { items, next } = await tokens.list(page)
      return { items: items.map(toResource), next }
    },
    async listOwn(page, userId) {
      const { items, next } = await tokens.list({ ...page, userId })
      return { items: items.map(toResource), next }
    },
    async rename(id, name, owner) {
      return toResource(await tokens.rename(requireToken(id), name, owner))
    },
    async remove(id, owner) {
      await tokens.remove(requireToken(id), owner)
      onChange()
    },
    async find(text) {
      if (!text.startsWith(tokenPrefix) || text.length > 200) return undefined
      const token = await look(hashOf(text))
      const isExpired = token?.expiresAt != null && token.expiresAt <= now()
      return isExpired || token?.roles.length === 0 ? undefined : token
    },
  }
}

/** New Token, New Token 2 and so on: the first that the user has not. */
function nextName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'New Token' : `New Token ${number}`
    if (!taken.includes(name)) return name
  }
}

function requireToken(id: string): string {
  return requireId(id, 'NOT_FOUND', 'There is no such token.')
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

function toResource({ startsOnly: _, ...token }: TokenRecord): TokenResource {
  return {
    ...token,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  }
}
