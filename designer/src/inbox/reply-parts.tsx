import { ActionIcon, Button } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { type RefObject, useRef } from 'react'
import { openDialog } from '../ui/dialogs.tsx'
import { Icon } from '../ui/icon.tsx'
import {
  IconClock,
  IconClockX,
  IconEye,
  IconLock,
  IconMessagePlus,
  IconPaperclip,
  IconSettings,
  IconTemplate,
} from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { Note } from '../ui/note.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { fileTexts } from '../ui/texts/files.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { momentText } from './moment-text.ts'
import { SavedRepliesDialog } from './saved-replies-dialog.tsx'
import { select } from './write-text.ts'

interface ReplyTopProps {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  readonly mode: 'reply' | 'note'
  /** Names of colleagues who have the conversation open. */
  readonly reading: readonly string[]
  readonly onMode: (mode: 'reply' | 'note') => void
}

/** What is written, on which channel, who else is here, and how long the channel takes an answer. */
export function ReplyTop({ conversation, kind, mode, reading, onMode }: ReplyTopProps) {
  const { windowEndsAt, isWindowOpen, status } = conversation
  const isNote = mode === 'note'
  return (
    <div className={classes.replyTop}>
      <Segmented
        label={texts.mode}
        value={mode}
        onChange={onMode}
        options={[
          { value: 'reply', label: texts.reply },
          { value: 'note', label: texts.note },
        ]}
      />
      {!isNote && <Monogram kind={kind} />}
      <span className="grow" />
      {reading.length > 0 && (
        <span className={classes.hint} role="status">
          <Icon of={IconEye} size={14} />
          {texts.reading(reading)}
        </span>
      )}
      {isNote && (
        <span className={classes.hint}>
          <Icon of={IconLock} size={14} />
          {texts.noteSeen}
        </span>
      )}
      {!isNote && windowEndsAt !== null && (
        <span className={classes.hint}>
          <Icon of={IconClock} size={14} />
          {texts.answerUntil(momentText(windowEndsAt))}
        </span>
      )}
      {!isNote && !isWindowOpen && status !== 'closed' && (
        <span className={classes.hint} data-tone="warn">
          <Icon of={IconClockX} size={14} />
          {texts.windowClosed}
        </span>
      )}
    </div>
  )
}

interface ReplyToolsProps {
  readonly isNote: boolean
  readonly onFiles: (files: readonly File[]) => void
  /** Puts a text where the caret is. */
  readonly onInsert: (text: string) => void
  /** Absent where the channel has no templates. */
  readonly onTemplate?: () => void
}

/** Files, saved replies and templates for an answer; a colleague for a note. */
export function ReplyTools({ isNote, onFiles, onInsert, onTemplate }: ReplyToolsProps) {
  const picker = useRef<HTMLInputElement>(null)
  if (isNote) {
    return (
      <ActionIcon aria-label={texts.nameColleague} title={texts.nameColleague} onClick={() => onInsert('@')}>
        <span className={classes.at} aria-hidden="true">
          @
        </span>
      </ActionIcon>
    )
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
      <ActionIcon aria-label={fileTexts.attach} title={fileTexts.attach} onClick={() => picker.current?.click()}>
        <Icon of={IconPaperclip} />
      </ActionIcon>
      <ActionIcon aria-label={texts.savedReplies} title={texts.savedRepliesKey} onClick={() => onInsert('/')}>
        <Icon of={IconMessagePlus} />
      </ActionIcon>
      {onTemplate !== undefined && (
        <ActionIcon aria-label={texts.template} title={texts.template} onClick={onTemplate}>
          <Icon of={IconTemplate} />
        </ActionIcon>
      )}
      <ActionIcon
        aria-label={texts.manageReplies}
        title={texts.manageReplies}
        onClick={() => openDialog({ title: texts.savedReplies, size: 520, content: () => <SavedRepliesDialog /> })}
      >
        <Icon of={IconSettings} />
      </ActionIcon>
    </>
  )
}

interface HolesProps {
  readonly holes: readonly { readonly hole: string; readonly start: number }[]
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** What of a saved reply stayed empty: it is filled in by hand before anything is sent. */
export function Holes({ holes, field }: HolesProps) {
  const [first] = holes
  if (first === undefined) return null
  return (
    <Note tone="warn">
      {texts.fillFirst} <b>{[...new Set(holes.map(({ hole }) => hole))].join(', ')}</b>{' '}
      <Button size="compact-sm" onClick={() => select(field, first.start, first.start + first.hole.length)}>
        {texts.goThere}
      </Button>
    </Note>
  )
}
