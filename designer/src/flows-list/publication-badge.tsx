import type { LiveVersion } from '@patchbay/shared/api'
import { StateDot } from '../ui/badge.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlayerPause } from '../ui/icons.ts'
import { publicationTexts } from '../ui/texts/publication.ts'
import classes from './publication-badge.module.css'

interface PublicationBadgeProps {
  readonly live: LiveVersion | null
  readonly changes: number
  readonly paused: boolean
  /** Events kept back while it is paused. */
  readonly held?: number
  /** When the first of them ends without having started. */
  readonly heldUntil?: string | null
  /** Makes "2 changes not live" a button that opens the list of changes. */
  readonly onShowChanges?: () => void
}

/** What is live and what has changed since: one of the four states of a flow. */
export function PublicationBadge({
  live,
  changes,
  paused,
  held = 0,
  heldUntil = null,
  onShowChanges,
}: PublicationBadgeProps) {
  const expiry = heldUntil === null ? undefined : publicationTexts.expires(held, dayAndClock(heldUntil))
  const isChanged = live !== null && changes > 0
  return (
    <span className={classes.badge} data-changed={isChanged || undefined}>
      <span className={classes.part}>
        {live !== null && paused ? (
          <Icon of={IconPlayerPause} size={13} />
        ) : (
          <StateDot tone={live === null ? 'idle' : 'ok'} hollow={live === null} />
        )}
        {live === null
          ? publicationTexts.draft
          : paused
            ? publicationTexts.paused(live.version)
            : publicationTexts.live(live.version)}
      </span>
      {live !== null && paused && held > 0 && (
        <span className={`${classes.part} num`} title={expiry}>
          {publicationTexts.held(held)}
        </span>
      )}
      {isChanged && <Changed changes={changes} onShowChanges={onShowChanges} />}
    </span>
  )
}

function Changed({ changes, onShowChanges }: { changes: number; onShowChanges: (() => void) | undefined }) {
  const text = publicationTexts.changes(changes)
  if (onShowChanges === undefined) return <span className={`${classes.part} ${classes.changed}`}>{text}</span>
  return (
    <button type="button" className={`${classes.part} ${classes.changed}`} onClick={onShowChanges}>
      {text}
    </button>
  )
}
