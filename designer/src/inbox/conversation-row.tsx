import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { Link } from 'wouter'
import { useSession } from '../api/queries.ts'
import { ago, duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import {
  IconAlertTriangle,
  IconClock,
  IconNote,
  IconPencil,
  IconPhoto,
  IconRoute,
  IconSearch,
  IconZzz,
} from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { momentText } from './moment-text.ts'
import { avatarOf, nameOf } from './name-of.ts'
import { type Draft, keptDraft } from './use-draft.ts'

interface ConversationRowProps {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  readonly href: string
  readonly isOn: boolean
  /** The present, in milliseconds. */
  readonly now: number
  /** Of the message that a search has found, instead of the last one. */
  readonly words: string | undefined
  /** Where it stands: only the rows in sight are drawn. */
  readonly place: { readonly top: number; readonly number: number; readonly of: number }
}

/** A contact who has waited for so long waits too long. */
const LONG_WAIT_MS = 15 * 60_000
/** A window that closes so soon is told. */
const SOON_MS = 60 * 60_000

/** One conversation of the list, with the one thing about it that matters most. */
export function ConversationRow({ conversation, kind, href, isOn, now, words, place }: ConversationRowProps) {
  const me = useSession().data?.user.id
  const { unread, assignee, topics, lastMessageAt, addressShown, isMentioned } = conversation
  const name = nameOf(conversation)
  const draft = keptDraft(me ?? '', conversation.id)
  return (
    <li style={{ top: place.top }} aria-posinset={place.number} aria-setsize={place.of}>
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
          <Said conversation={conversation} words={words} draft={isOn ? undefined : draft} me={me} />
          {isMentioned && (
            <span className={classes.mention} role="img" aria-label={texts.mentioned} title={texts.mentioned}>
              @
            </span>
          )}
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

interface SaidProps {
  readonly conversation: ConversationResource
  readonly words: string | undefined
  readonly draft: Draft | undefined
  readonly me: string | undefined
}

/** The words that were searched for, a draft that waits, or the last message. */
function Said({ conversation: { preview, assignee }, words, draft, me }: SaidProps) {
  if (words === undefined && draft !== undefined) {
    return (
      <>
        <Icon of={draft.mode === 'note' ? IconNote : IconPencil} size={14} />
        <span className="trunc grow" dir="auto">
          <b>{draft.mode === 'note' ? texts.draftNote : texts.draft}</b> {draft.text}
        </span>
      </>
    )
  }
  const said = preview.text === '' ? (preview.fileType === null ? '' : texts.someFile) : preview.text
  return (
    <>
      {words !== undefined && <Icon of={IconSearch} size={14} />}
      {words === undefined && preview.fileType !== null && <Icon of={IconPhoto} size={14} />}
      {words === undefined && preview.by === 'flow' && <Icon of={IconRoute} size={14} />}
      <span className="trunc grow" dir="auto">
        {words ?? (preview.by === 'person' && assignee?.id === `user:${me}` ? texts.youSaid(said) : said)}
      </span>
    </>
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
