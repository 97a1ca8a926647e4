import { ActionIcon, Button, Menu, Textarea } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { useSession } from '../api/queries.ts'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import { AttachedFiles } from '../files/attached-files.tsx'
import { useAttachments } from '../files/use-attachments.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconChevronDown, IconClock, IconLock, IconPaperclip, IconSend } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { Note } from '../ui/note.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { TextSegments } from '../ui/text-segments.tsx'
import { fileTexts } from '../ui/texts/files.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './inbox.module.css'
import { momentText } from './moment-text.ts'
import { useDraft } from './use-draft.ts'

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
  const { id, status, isWindowOpen, windowEndsAt } = conversation
  const client = useQueryClient()
  const me = useSession().data?.user.id ?? ''
  const [draft, setDraft] = useDraft(me, id)
  const [isBusy, setBusy] = useState(false)
  const [faster, setFaster] = useState(false)
  const attachments = useAttachments()
  const picker = useRef<HTMLInputElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each key.
  useEffect(() => {
    if (wanted === null) return
    setDraft({ ...draft, mode: wanted.mode })
    field.current?.focus()
  }, [wanted])
  const isNote = draft.mode === 'note'
  const isClosed = status === 'closed'
  const isBlocked = !isNote && (isClosed || !isWindowOpen)
  const isEmpty = draft.text.trim() === '' && (isNote || attachments.files.length === 0)

  const submit = async (closes: boolean) => {
    if (isEmpty || isBusy || isBlocked || attachments.isUploading) return
    setBusy(true)
    try {
      if (isNote) await call('POST /api/conversations/:id/notes', { params: { id }, body: { text: draft.text } })
      else await call('POST /api/conversations/:id/answers', { params: { id }, body: answerOf(closes) })
      setDraft({ ...draft, text: '', key: crypto.randomUUID() })
      if (!isNote) attachments.clear()
      setFaster(false)
    } catch (thrown) {
      // What was written stays, with its key: sent again, it is still sent once.
      if (thrown instanceof ApiProblem && thrown.code === 'ANSWERED_MEANWHILE') setFaster(true)
      else toasts.error(isNote ? texts.notAdded : texts.notSent, thrown)
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: keys.conversations })
    }
  }

  function answerOf(closes: boolean) {
    const media = attachments.files.map(({ id: file }) => ({ id: file }))
    const content = {
      ...(draft.text.trim() === '' ? {} : { text: draft.text }),
      ...(media.length === 0 ? {} : { media }),
    }
    return { id: draft.key, content, ...(faster ? {} : { seen }), ...(closes ? { closes } : {}) }
  }

  return (
    <footer className={classes.reply} data-note={isNote || undefined} {...attachments.dropTarget}>
      {faster && !isNote && (
        <Note tone="warn">
          <b>{texts.faster}</b> {texts.fasterHelp}
        </Note>
      )}
      <div className={classes.replyTop}>
        <Segmented
          label={texts.mode}
          value={draft.mode}
          onChange={(mode) => setDraft({ ...draft, mode })}
          options={[
            { value: 'reply', label: texts.reply },
            { value: 'note', label: texts.note },
          ]}
        />
        {!isNote && <Monogram kind={kind} />}
        <span className="grow" />
        {isNote ? (
          <span className={classes.hint}>
            <Icon of={IconLock} size={14} />
            {texts.noteSeen}
          </span>
        ) : (
          windowEndsAt !== null && (
            <span className={classes.hint}>
              <Icon of={IconClock} size={14} />
              {texts.answerUntil(momentText(windowEndsAt))}
            </span>
          )
        )}
      </div>
      {isBlocked ? (
        <Blocked isClosed={isClosed} channel={kind?.title ?? ''} onReopen={onReopen} />
      ) : (
        <>
          {!isNote && <AttachedFiles attachments={attachments} />}
          <Textarea
            ref={field}
            aria-label={isNote ? texts.yourNote : texts.yourReply}
            placeholder={isNote ? texts.yourNote : texts.yourReply}
            autosize
            minRows={2}
            maxRows={9}
            dir="auto"
            value={draft.text}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, text: value })}
            onPaste={(event) => {
              if (isNote || event.clipboardData.files.length === 0) return
              event.preventDefault()
              attachments.add([...event.clipboardData.files])
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') return event.currentTarget.blur()
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || belongsToIme(event)) return
              event.preventDefault()
              void submit(event.shiftKey && !isNote)
            }}
          />
          <div className={classes.replyFoot}>
            {!isNote && (
              <>
                <input
                  ref={picker}
                  type="file"
                  multiple
                  hidden
                  onChange={({ currentTarget }) => {
                    attachments.add([...(currentTarget.files ?? [])])
                    currentTarget.value = ''
                  }}
                />
                <ActionIcon
                  aria-label={fileTexts.attach}
                  title={fileTexts.attach}
                  onClick={() => picker.current?.click()}
                >
                  <Icon of={IconPaperclip} />
                </ActionIcon>
              </>
            )}
            <span className={classes.length}>
              {!isNote && <Length text={draft.text} kind={kind} onChange={(text) => setDraft({ ...draft, text })} />}
            </span>
            {isNote ? (
              <Button loading={isBusy} disabled={isEmpty} onClick={() => void submit(false)}>
                {texts.addNote}
              </Button>
            ) : (
              <SendButtons isBusy={isBusy} isEmpty={isEmpty} faster={faster} onSend={(closes) => void submit(closes)} />
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
