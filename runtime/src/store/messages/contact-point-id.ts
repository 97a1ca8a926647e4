import { createHash } from 'node:crypto'

export interface ContactPoint {
  readonly channel: string
  /** The account within which the value means something. Empty on channels where it means the same in all of them. */
  readonly accountId: string
  /** In the spelling of the channel. */
  readonly value: string
}

/**
 * The id of a contact point: always the same for the same point, so that no process has to look it up. The migration
 * that made contact points of earlier messages computes it in SQL.
 */
export function contactPointId({ channel, accountId, value }: ContactPoint): string {
  const hex = createHash('sha256').update(`${channel}\n${accountId}\n${value}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
