import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { Link } from 'wouter'
import { useSession } from '../api/queries.ts'
import { ago, duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconClock, IconPhoto, IconRoute, IconZzz } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { momentText } from './moment-text.ts'
import { avatarOf, nameOf } from './name-of.ts'

interface ConversationRowProps {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  readonly href: string
  readonly isOn: boolean
  /** The present, in milliseconds. */
  readonly now: number
}

/** A contact who has waited for so long waits too long. */
const LONG_WAIT_MS = 15 * 60_000
/** A window that closes so soon is told. */
const SOON_MS = 60 * 60_000

/** One conversation of the list, with the one thing about it that matters most. */
export function ConversationRow({ conversation, kind, href, isOn, now }: ConversationRowProps) {
  const me = useSession().data?.user.id
  const { unread, preview, assignee, topics, lastMessageAt, addressShown } = conversation
  const name = nameOf(conversation)
  const said = preview.text === '' ? (preview.fileType === null ? '' : texts.someFile) : preview.text
  return (
    <li>
      <Link
        href={href}
        className={classes.row ?? ''}
        data-new={unread > 0 || undefined}
        aria-current={isOn ? 'true' : undefined}
        data-conversation={conversation.id}
      >
        <span className={classes.avatar} aria-hidden="true">
          {avatarOf(conversation)}
        </span>
        <span className={classes.rowTop}>
          <span className={`trunc ${classes.who}`} dir="auto">
            {name}
          </span>
          <time dateTime={lastMessageAt}>{ago(lastMessageAt)}</time>
        </span>
        <span className={classes.rowSaid}>
          {preview.fileType !== null && <Icon of={IconPhoto} size={14} />}
          {preview.by === 'flow' && <Icon of={IconRoute} size={14} />}
          <span className="trunc grow" dir="auto">
            {preview.by === 'person' && assignee?.id === `user:${me}` ? texts.youSaid(said) : said}
          </span>
          {unread > 0 ? (
            <span className={classes.count} role="img" aria-label={texts.unread(unread)}>
              {unread}
            </span>
          ) : (
            assignee !== null && (
              <span className={classes.has} title={texts.answersBy(assignee.name)}>
                {assignee.id === `user:${me}` ? texts.you : assignee.name.split(' ')[0]}
              </span>
            )
          )}
        </span>
        <span className={classes.rowMeta}>
          <Monogram kind={kind} />
          <span className="trunc">{addressShown}</span>
          {topics[0] !== undefined && (
            <span className={classes.topic} data-color={topics[0].color}>
              {topics[0].name}
            </span>
          )}
          <State conversation={conversation} now={now} />
        </span>
      </Link>
    </li>
  )
}

/** Only one of all that could be said, the worst. */
function State({ conversation, now }: { readonly conversation: ConversationResource; readonly now: number }) {
  const { status, waitsSince, windowEndsAt, snoozedUntil } = conversation
  if (status === 'closed') return <span className={classes.end}>{texts.isClosed}</span>
  if (status === 'waiting') {
    return (
      <span className={classes.end}>
        <Icon of={IconZzz} size={13} />
        {snoozedUntil === null ? texts.untilWritten : texts.until(momentText(snoozedUntil))}
      </span>
    )
  }
  const leftMs = windowEndsAt === null ? null : new Date(windowEndsAt).getTime() - now
  if (leftMs !== null && leftMs > 0 && leftMs < SOON_MS && waitsSince !== null) {
    return (
      <span className={classes.end} data-tone="warn">
        <Icon of={IconClock} size={13} />
        {texts.windowCloses(duration(leftMs))}
      </span>
    )
  }
  if (waitsSince === null) return null
  const waitedMs = Math.max(0, now - new Date(waitsSince).getTime())
  const isLong = waitedMs >= LONG_WAIT_MS
  return (
    <span className={classes.end} data-tone={isLong ? 'warn' : undefined}>
      <Icon of={isLong ? IconAlertTriangle : IconClock} size={13} />
      {texts.waits(duration(Math.max(60_000, waitedMs)))}
    </span>
  )
}
