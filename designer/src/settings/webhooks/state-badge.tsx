import type { WebhookResource } from '@patchbay/shared/api'
import { Badge } from '../../ui/badge.tsx'
import { IconAlertTriangle, IconBan, IconPlayerPause } from '../../ui/icons.ts'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'

/** How a webhook stands, in a word. */
export function StateBadge({ webhook: { state, failingSince, offReason } }: { readonly webhook: WebhookResource }) {
  if (state === 'paused') {
    return (
      <Badge tone="idle" icon={IconPlayerPause}>
        {texts.states.paused}
      </Badge>
    )
  }
  if (state === 'off') {
    return (
      <Badge tone={offReason === null ? 'idle' : 'bad'} icon={IconBan}>
        {texts.states.off}
      </Badge>
    )
  }
  if (failingSince !== null) {
    return (
      <Badge tone="warn" icon={IconAlertTriangle}>
        {texts.failing}
      </Badge>
    )
  }
  return (
    <Badge tone="ok" dot>
      {texts.states.on}
    </Badge>
  )
}
