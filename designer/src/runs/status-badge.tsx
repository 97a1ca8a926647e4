import { isCaught, type RunListItem, type RunStatus } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { Badge, type Tone } from '../ui/badge.tsx'
import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconDots, IconLoader2, IconX } from '../ui/icons.ts'
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

const caughtLook: StatusLook = { tone: 'warn', icon: IconAlertTriangle }

/** A run that succeeded after a caught failure keeps the word and stands apart by colour and icon. */
export function StatusBadge({ run }: { readonly run: Pick<RunListItem, 'status' | 'failedStep'> }) {
  const { status } = run
  const look: StatusLook = isCaught(run) ? caughtLook : statusLooks[status]
  return (
    <Badge tone={look.tone} icon={look.icon} spinning={status === 'running'}>
      {runStatusTexts[status]}
    </Badge>
  )
}
