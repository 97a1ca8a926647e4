import { Button, Menu } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useEffect, useRef, useState } from 'react'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import { AttachedFiles } from '../files/attached-files.tsx'
import { useAttachments } from '../files/use-attachments.ts'
import { Icon } from '../ui/icon.tsx'
import { IconChevronDown, IconPencil, IconSend } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { TextSegments } from '../ui/text-segments.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { Faster } from './faster.tsx'
import classes from './inbox.module.css'
import { ReplyField } from './reply-field.tsx'
import { Holes, ReplyTools, ReplyTop } from './reply-parts.tsx'
import { TemplateForm } from './template-form.tsx'
import { useColleagues } from './use-colleagues.ts'
import { useReply } from './use-reply.ts'
import { useWriting } from './use-writing.ts'

export interface WantedMode {
  readonly mode: 'reply' | 'note'
  /** Rises with every key. */
  readonly count: number
}

interface ReplyBoxProps {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  /** Id of the last item of the thread that is shown. */
  readonly seen: string | null
  /** What a key has asked for, to be written now. */
  readonly wanted: WantedMode | null
  readonly onReopen: () => void
}

/** Where an answer or a note is written. It says what will happen before it does. */
export function ReplyBox({ conversation, kind, seen, wanted, onReopen }: ReplyBoxProps) {
  const { id, status, isWindowOpen } = conversation
  const [isTemplate, setTemplate] = useState(false)
  const attachments = useAttachments()
  const field = useRef<HTMLTextAreaElement>(null)
  const reply = useReply({ conversation, kind, seen, field, attachments })
  const { me, draft, setDraft, isNote, isBusy, isBlocked, isEmpty, holes, faster, submit, insert } = reply
  const colleagues = useColleagues(id, useWriting(isNote ? '' : draft.text))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each key.
  useEffect(() => {
    if (wanted === null) return
    setDraft({ ...draft, mode: wanted.mode })
    field.current?.focus()
  }, [wanted])
  const isClosed = status === 'closed'
  const takesTemplates = kind?.abilities.templates === true
  const showsTemplates = !isNote && !isClosed && takesTemplates && (isTemplate || !isWindowOpen)

  return (
    <footer
      className={classes.reply}
      data-note={isNote || undefined}
      data-over={attachments.isOver || undefined}
      {...attachments.dropTarget}
    >
      {faster && !isNote && <Faster conversationId={id} me={me} />}
      {colleagues.writing.length > 0 && !isNote && (
        <Note tone="warn" icon={IconPencil}>
          <b>{texts.writing(colleagues.writing)}</b> {texts.writingHelp}
        </Note>
      )}
      <ReplyTop
        conversation={conversation}
        kind={kind}
        mode={draft.mode}
        reading={colleagues.reading}
        onMode={(mode) => setDraft({ ...draft, mode })}
      />
      {showsTemplates ? (
        <>
          {!isWindowOpen && <p className={classes.why}>{texts.onlyTemplates(kind?.title ?? '')}</p>}
          <TemplateForm
            conversationId={id}
            isBusy={isBusy}
            onSend={(content) => {
              void reply.sendTemplate(content).then((isStored) => {
                if (isStored) setTemplate(false)
              })
            }}
          />
          {isWindowOpen && (
            <Button size="compact-sm" variant="subtle" onClick={() => setTemplate(false)}>
              {texts.writeFreely}
            </Button>
          )}
        </>
      ) : isBlocked ? (
        <Blocked isClosed={isClosed} channel={kind?.title ?? ''} onReopen={onReopen} />
      ) : (
        <>
          {!isNote && <AttachedFiles attachments={attachments} />}
          <ReplyField
            field={field}
            isNote={isNote}
            text={draft.text}
            onText={(text) => setDraft({ ...draft, text })}
            onSavedReply={(replyId, place) => void reply.insertReply(replyId, place)}
            onFiles={attachments.add}
            onSubmit={(closes) => void submit(closes)}
          />
          {holes.length > 0 && <Holes holes={holes} field={field} />}
          <div className={classes.replyFoot}>
            <ReplyTools
              isNote={isNote}
              onFiles={attachments.add}
              onInsert={insert}
              {...(takesTemplates ? { onTemplate: () => setTemplate(true) } : {})}
            />
            <span className={classes.length}>
              {!isNote && <Length text={draft.text} kind={kind} onChange={(text) => setDraft({ ...draft, text })} />}
            </span>
            {isNote ? (
              <Button loading={isBusy} disabled={isEmpty} onClick={() => void submit(false)}>
                {texts.addNote}
              </Button>
            ) : (
              <SendButtons
                isBusy={isBusy}
                isEmpty={isEmpty || holes.length > 0}
                faster={faster}
                onSend={(closes) => void submit(closes)}
              />
            )}
          </div>
        </>
      )}
    </footer>
  )
}

interface SendButtonsProps {
  readonly isBusy: boolean
  readonly isEmpty: boolean
  readonly faster: boolean
  readonly onSend: (closes: boolean) => void
}

function SendButtons({ isBusy, isEmpty, faster, onSend }: SendButtonsProps) {
  const variant = faster ? 'default' : 'filled'
  return (
    <Button.Group>
      <Button
        variant={variant}
        loading={isBusy}
        disabled={isEmpty}
        leftSection={<Icon of={IconSend} />}
        onClick={() => onSend(false)}
      >
        {faster ? texts.sendAnyway : texts.send}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button variant={variant} disabled={isEmpty} aria-label={texts.moreWays} className={classes.moreWays ?? ''}>
            <Icon of={IconChevronDown} size={14} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onSend(true)}>{texts.sendAndClose}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  )
}

interface BlockedProps {
  readonly isClosed: boolean
  readonly channel: string
  readonly onReopen: () => void
}

/** Why nothing can be written to the contact now. */
function Blocked({ isClosed, channel, onReopen }: BlockedProps) {
  return (
    <div className={classes.blocked}>
      {isClosed ? (
        <>
          <span className="grow">{texts.conversationClosed}</span>
          <Button onClick={onReopen}>{texts.reopen}</Button>
        </>
      ) : (
        <span>
          <b>{texts.windowClosed}.</b> {texts.windowClosedHelp(channel)}
        </span>
      )}
    </div>
  )
}

interface LengthProps {
  readonly text: string
  readonly kind: ChannelKind | undefined
  readonly onChange: (text: string) => void
}

function Length({ text, kind, onChange }: LengthProps) {
  if (text === '' || kind === undefined) return null
  if (splitsIntoSegments(kind)) return <TextSegments text={text} onChange={onChange} />
  const most = kind.abilities.text.longest
  return <>{texts.length([...text].length, most)}</>
}
