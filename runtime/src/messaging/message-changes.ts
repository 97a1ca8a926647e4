import type { LiveEvents } from '../engine/live-events.ts'
import type { MessageReceiver } from '../kit/inbound-message.ts'
import type { StoredMessage } from '../store/messages/message-records.ts'
import type { ChangeRecord } from '../store/messages/store-change.ts'
import { type ReceivedFiles, withMediaIds } from './media/received-files.ts'
import { storableTime } from './plausible-time.ts'

export interface MessageChangesOptions {
  /** Stores a change. Returns the changed message, if there is one. */
  readonly storeChange: (change: ChangeRecord) => Promise<StoredMessage | undefined>
  readonly files: ReceivedFiles
  readonly events: Pick<LiveEvents, 'publish'>
  readonly now: () => Date
}

/** Keeps messages as their authors have changed them. */
export function createMessageChanges({
  storeChange,
  files,
  events,
  now,
}: MessageChangesOptions): Pick<MessageReceiver, 'change'> {
  return {
    async change({ accountId, id: providerId, content: given, at }) {
      const content = given === null ? null : withMediaIds(given, now())
      const changed = await storeChange({ accountId, providerId, content, changedAt: storableTime(at, now()) })
      if (changed === undefined) return
      files.begin(changed.content)
      const { channel, address, contact } = changed
      events.publish({ type: 'message', channel, address, contact, at: changed.at.toISOString() })
    },
  }
}
