import { type SimulatorMessage, simulatorStatuses } from '@patchbay/shared/api'
import { fileUrlsOf } from '../kit/message-content.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import { messageFiles } from '../messaging/media/message-files.ts'
import type { StoredMessage } from '../store/messages/message-records.ts'

type Shown = Pick<
  StoredMessage,
  'id' | 'providerId' | 'channel' | 'address' | 'contact' | 'direction' | 'content' | 'status' | 'at' | 'runId'
>

/** A message as the phones of the simulator show it. */
export function toSimulatorMessage(message: Shown, links: Pick<MediaLinks, 'forPages'>): SimulatorMessage {
  const { channel, content, direction, at, runId } = message
  const isIn = direction === 'in'
  return {
    // The id that the flow sees.
    id: message.providerId ?? message.id,
    channel,
    from: isIn ? message.contact : message.address,
    to: isIn ? message.address : message.contact,
    content,
    text: content.text ?? '',
    mediaUrls: fileUrlsOf(content),
    files: messageFiles(content, links),
    direction,
    status: isIn ? statusOfInbound(message.status) : statusOfSent(message.status),
    at: at.toISOString(),
    runId,
  }
}

function statusOfInbound(status: string): SimulatorMessage['status'] {
  return status === 'no-flow' ? 'no-flow' : 'received'
}

/** A status that no receipt of ours has is one from before there were receipts. */
function statusOfSent(status: string): SimulatorMessage['status'] {
  return simulatorStatuses.find((known) => known === status) ?? 'delivered'
}
