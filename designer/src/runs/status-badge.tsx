import type { RunStatus } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { Badge, type Tone } from '../ui/badge.tsx'
import { IconBan, IconCheck, IconClock, IconDots, IconLoader2, IconX } from '../ui/icons.ts'
import { runStatusTexts } from '../ui/texts/runs.ts'

interface StatusLook {
  readonly tone: Tone
  readonly icon: TablerIcon
}

/** How each run status looks wherever it is shown. */
const statusLooks = {
  queued: { tone: 'idle', icon: IconDots },
  running: { tone: 'run', icon: IconLoader2 },
  waiting: { tone: 'wait', icon: IconClock },
  succeeded: { tone: 'ok', icon: IconCheck },
  failed: { tone: 'bad', icon: IconX },
  cancelled: { tone: 'idle', icon: IconBan },
} as const satisfies Record<RunStatus, StatusLook>

export function StatusBadge({ status }: { readonly status: RunStatus }) {
  const look = statusLooks[status]
  return (
    <Badge tone={look.tone} icon={look.icon} spinning={status === 'running'}>
      {runStatusTexts[status]}
    </Badge>
  )
}
