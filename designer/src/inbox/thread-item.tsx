import type { ThreadItem } from '@patchbay/shared/api'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useRights, useSession } from '../api/queries.ts'
import { MessageFiles } from '../files/message-files.tsx'
import { shortClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import {
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconLoader2,
  IconLock,
  IconRoute,
  IconTag,
  IconUser,
  IconUserShare,
  IconZzz,
} from '../ui/icons.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { withMentions } from './mentions.ts'
import { momentText } from './moment-text.ts'
import type { FlowStretch } from './thread-lines.ts'

type Message = Extract<ThreadItem, { kind: 'message' }>
type Answer = Extract<ThreadItem, { kind: 'answer' }>
type Act = Extract<ThreadItem, { kind: 'act' }>
type Note = Extract<ThreadItem, { kind: 'note' }>

/** A message, a note, an answer under way, or one quiet line about what somebody did. */
export function ThreadItemView({ item }: { readonly item: ThreadItem }) {
  if (item.kind === 'message') return <MessageView message={item} />
  if (item.kind === 'answer') return <AnswerView answer={item} />
  if (item.kind === 'note') return <NoteView note={item} />
  return <ActView act={item} />
}

function MessageView({ message }: { readonly message: Message }) {
  const me = useSession().data?.user.id
  const { by, at, author, content, files, status, editedAt, runId, flowName, nodeId, error } = message
  const isDeleted = status === 'deleted'
  const who = by === 'person' ? (author?.id === `user:${me}` ? texts.you : (author?.name ?? '')) : null
  return (
    <div className={classes.message} data-by={by} data-deleted={isDeleted || undefined}>
      <div className={classes.bubble} dir="auto">
        {isDeleted ? texts.deleted : <Said content={content} files={files} />}
      </div>
      <div className={classes.meta}>
        {by === 'flow' && <FlowOf runId={runId} nodeId={nodeId} name={texts.byFlow(flowName ?? texts.aFlow, nodeId)} />}
        {who !== null && <span>{who},</span>}
        <time dateTime={at}>{shortClock(at)}</time>
        {editedAt !== null && !isDeleted && <span>{texts.edited}</span>}
        {by !== 'contact' && <Receipt status={status} reason={error?.message ?? ''} />}
      </div>
    </div>
  )
}

/** The flow that sent a message, with a link for those who may see runs. */
function FlowOf({ runId, nodeId, name }: Pick<Message, 'runId' | 'nodeId'> & { readonly name: string }) {
  const { canEdit } = useRights()
  return (
    <>
      <Icon of={IconRoute} size={13} />
      {canEdit && runId !== null ? <Link href={stepHref(runId, nodeId)}>{name}</Link> : <span>{name}</span>}
    </>
  )
}

function Said({ content, files }: Pick<Message, 'content' | 'files'>) {
  const { text, buttons, choice, location, contactCard, sticker, referral, template } = content
  return (
    <>
      {files.length > 0 && <MessageFiles files={files} />}
      {text ?? choice?.title}
      {text === undefined && template !== undefined && texts.sentTemplate(template.name, template.parameters)}
      {location !== undefined && (
        <a
          href={`https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}`}
          target="_blank"
          rel="noreferrer"
        >
          {location.name ?? texts.location}
        </a>
      )}
      {contactCard !== undefined && <span>{Object.values(contactCard).filter(isText).join(', ')}</span>}
      {sticker !== undefined && files.length === 0 && <span>{texts.someFile}</span>}
      {referral !== undefined && <div className="muted">{texts.cameBy(referral.ref)}</div>}
      {buttons !== undefined && buttons.length > 0 && (
        <div className={classes.options}>
          {buttons.map(({ id, title }) => (
            <span key={id}>{title}</span>
          ))}
        </div>
      )}
    </>
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function Receipt({ status, reason }: { readonly status: string; readonly reason: string }) {
  const word = texts.receipts[status]
  if (word === undefined) return null
  const isBad = status === 'undelivered' || status === 'failed'
  const icon = isBad ? IconAlertCircle : status === 'read' || status === 'delivered' ? IconChecks : IconCheck
  return (
    <span className={classes.receipt} data-tone={isBad ? 'bad' : undefined}>
      <Icon of={icon} size={13} />
      {isBad && reason !== '' ? texts.because(word, reason) : word}
    </span>
  )
}

function AnswerView({ answer: { author, content, files, state, dueAt, error } }: { readonly answer: Answer }) {
  const isBad = state === 'failed' || state === 'unknown'
  const isHeld = state === 'queued' && dueAt !== null && new Date(dueAt).getTime() - Date.now() > 60_000
  const word = isHeld ? texts.held(momentText(dueAt)) : texts.states[state]
  return (
    <div className={classes.message} data-by="person">
      <div className={classes.bubble} dir="auto">
        <Said content={content} files={files} />
      </div>
      <div className={classes.meta} data-tone={isBad ? 'bad' : undefined}>
        {author !== null && <span>{author.name},</span>}
        <Icon of={isBad ? IconAlertCircle : isHeld ? IconClock : IconLoader2} size={13} />
        <span>{isBad && error !== null ? texts.because(word, error.message) : word}</span>
      </div>
    </div>
  )
}

function NoteView({ note: { author, at, text, mentions } }: { readonly note: Note }) {
  return (
    <div className={classes.slip}>
      <div className={classes.slipTop}>
        <Icon of={IconLock} size={13} />
        <b>{texts.note}</b>
        <span>{author?.name}</span>
        <time dateTime={at}>{shortClock(at)}</time>
      </div>
      <p dir="auto">
        {withMentions(text, mentions).map(({ part, isMention }, index) =>
          isMention ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which keep their order.
            <b key={index} className={classes.mentioned}>
              {part}
            </b>
          ) : (
            part
          ),
        )}
      </p>
    </div>
  )
}

const actIcons = {
  taken: IconUser,
  assigned: IconUser,
  released: IconUser,
  'handed-over': IconUserShare,
  'handed-back': IconRoute,
  snoozed: IconZzz,
  woken: IconZzz,
  closed: IconCheck,
  reopened: IconUser,
  topics: IconTag,
} as const

function ActView({ act: { act, author, at, to, until, topics, runId, nodeId } }: { readonly act: Act }) {
  const me = useSession().data?.user.id
  const nameOf = (person: Act['author'], you: string = texts.you) =>
    person === null ? '' : person.id === `user:${me}` ? you : person.name
  const what = act === 'topics' ? topics.join(', ') : until === null ? nameOf(to, texts.toYou) : momentText(until)
  return (
    <QuietLine icon={<Icon of={actIcons[act]} size={14} />} at={at}>
      {texts.acts[act](nameOf(author), what)}
      {runId !== null && <StepLink runId={runId} nodeId={nodeId} />}
    </QuietLine>
  )
}

/** What a flow did: one line, whatever it did. */
export function FlowLine({ stretch: { flowName, runId, at, did } }: { readonly stretch: FlowStretch }) {
  return (
    <QuietLine icon={<Icon of={IconRoute} size={14} />} at={at}>
      {texts.flowDid[did](flowName ?? texts.aFlow)}
      <StepLink runId={runId} nodeId={null} />
    </QuietLine>
  )
}

/** For those who may see runs. */
function StepLink({ runId, nodeId }: { readonly runId: string; readonly nodeId: number | null }) {
  const { canEdit } = useRights()
  if (!canEdit) return null
  return (
    <>
      {' '}
      <Link href={stepHref(runId, nodeId)}>{nodeId === null ? texts.seeRun : texts.seeStep}</Link>
    </>
  )
}

function stepHref(runId: string, nodeId: number | null): string {
  return nodeId === null ? `/runs/${runId}` : `/runs/${runId}?node=${nodeId}`
}

function QuietLine({
  icon,
  at,
  children,
}: {
  readonly icon: ReactNode
  readonly at: string
  readonly children: ReactNode
}) {
  return (
    <div className={classes.quiet}>
      {icon}
      <span className="trunc">{children}</span>
      <time dateTime={at}>{shortClock(at)}</time>
    </div>
  )
}
