import { Textarea } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { useAgents, useSavedReplies } from './inbox-queries.ts'
import { type Suggestion, SuggestionList, useSuggestions } from './suggestions.tsx'
import { writeText } from './write-text.ts'

interface ReplyFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly isNote: boolean
  readonly text: string
  readonly onText: (text: string) => void
  /** Called with the text around the place where a saved reply goes. */
  readonly onSavedReply: (id: string, place: { readonly before: string; readonly after: string }) => void
  readonly onFiles: (files: readonly File[]) => void
  readonly onSubmit: (closes: boolean) => void
}

/** At the caret: `/hou` for a saved reply in an answer, `@In` for a colleague in a note. */
const asked = { reply: /(?:^|\s)(\/([\p{L}\p{N}-]{0,40}))$/u, note: /(?:^|\s)(@([\p{L}\p{N}.-]{0,40}))$/u } as const
const MOST = 8

/** Where one writes. `/` offers saved replies, `@` colleagues. */
export function ReplyField({ field, isNote, text, onText, onSavedReply, onFiles, onSubmit }: ReplyFieldProps) {
  const replies = useSavedReplies().data ?? []
  const agents = useAgents().data ?? []
  const [caret, setCaret] = useState(0)
  const [closedAt, setClosedAt] = useState<string | null>(null)
  const before = text.slice(0, caret)
  const [, sign = '', wanted = ''] = asked[isNote ? 'note' : 'reply'].exec(before) ?? []
  const all: readonly Suggestion[] = isNote ? agents : replies
  const isIn = ({ name, text: words = '' }: Suggestion) =>
    `${name} ${isNote ? '' : words}`.toLowerCase().includes(wanted.toLowerCase())
  const items = sign === '' || closedAt === before ? null : all.filter(isIn).slice(0, MOST)
  const suggesting = useSuggestions({
    label: isNote ? texts.colleagues : texts.savedReplies,
    items,
    onClose: () => setClosedAt(before),
    onChoose({ id, name }) {
      const kept = before.slice(0, before.length - sign.length)
      if (!isNote) return onSavedReply(id, { before: kept, after: text.slice(caret) })
      const named = `${kept}@${name} `
      writeText(field, () => onText(`${named}${text.slice(caret)}`), named.length)
    },
  })
  return (
    <div className={classes.fieldBox}>
      {suggesting.isOpen && <SuggestionList {...suggesting.list} />}
      <Textarea
        ref={field}
        aria-label={isNote ? texts.yourNote : texts.yourReply}
        placeholder={isNote ? texts.notePlaceholder : texts.replyPlaceholder}
        autosize
        minRows={2}
        maxRows={9}
        dir="auto"
        value={text}
        {...suggesting.field}
        onChange={({ currentTarget: { value, selectionStart } }) => {
          setCaret(selectionStart)
          onText(value)
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onPaste={(event) => {
          if (isNote || event.clipboardData.files.length === 0) return
          event.preventDefault()
          onFiles([...event.clipboardData.files])
        }}
        onKeyDown={(event) => {
          if (belongsToIme(event) || suggesting.onKey(event)) return
          if (event.key === 'Escape') return event.currentTarget.blur()
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          onSubmit(event.shiftKey && !isNote)
        }}
      />
    </div>
  )
}
