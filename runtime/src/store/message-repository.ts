import type { Page } from '@patchbay/shared/api'

/** One message on a channel, in either direction. */
export interface MessageRecord {
  /** UUIDv7. */
  readonly id: string
  readonly channel: string
  readonly accountId: string
  /** Ours. */
  readonly address: string
  /** Theirs. */
  readonly contact: string
  readonly direction: 'in' | 'out'
  readonly text: string
  readonly mediaUrls: readonly string[]
  readonly status: string
  readonly at: Date
  readonly runId: string | null
  readonly key: string | null
}

export interface MessageRepository {
  /** Stores a message once per `key`: `inserted` is false and `message` the earlier one when the key is taken. */
  insert(message: MessageRecord): Promise<{ readonly message: MessageRecord; readonly inserted: boolean }>
  update(id: string, change: { readonly status?: string; readonly runId?: string }): Promise<void>
  /** Newest first; `next` leads to older ones. */
  conversation(options: {
    readonly accountId?: string
    readonly address?: string
    readonly contact?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<MessageRecord>>
  /** How many were sent from `address` to `contact` since then. */
  countSent(options: { readonly address: string; readonly contact: string; readonly since: Date }): Promise<number>
}
