import type { Page, Role } from '@patchbay/shared/api'

export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** API tokens; only their hashes are stored. */
export interface TokenRepository {
  create(token: Omit<TokenRecord, 'lastUsedAt'> & { readonly hash: string }): Promise<TokenRecord>
  /** Expired tokens are found too: the caller compares `expiresAt`. */
  findByHash(hash: string): Promise<TokenRecord | undefined>
  /** Remembers the use; at most one write a minute per token. */
  touch(id: string, at: Date): Promise<void>
  /** Newest first. */
  list(options: { readonly limit: number; readonly after?: string }): Promise<Page<TokenRecord>>
  /** @throws NOT_FOUND */
  remove(id: string): Promise<void>
}
