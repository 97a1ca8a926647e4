import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import type { SavedReply } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { confirm } from '../ui/confirm.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconMessagePlus, IconPencil, IconTrash } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { useSavedReplies } from './inbox-queries.ts'
import { replyVariables } from './reply-values.ts'
import { writeText } from './write-text.ts'

/** In a dialog: the texts that everybody here uses again and again, and a form for one of them. */
export function SavedRepliesDialog() {
  const [edited, setEdited] = useState<SavedReply | 'new' | null>(null)
  if (edited !== null) return <ReplyForm reply={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />
  return <Replies onEdit={setEdited} />
}

function Replies({ onEdit }: { readonly onEdit: (reply: SavedReply | 'new') => void }) {
  const query = useSavedReplies()
  const client = useQueryClient()
  const remove = ({ id, name }: SavedReply) =>
    confirm({
      title: texts.removeReply(name),
      body: texts.removeReplyText,
      keepLabel: texts.keepReply,
      confirmLabel: texts.removeIt,
      onConfirm: async () => {
        await call('DELETE /api/saved-replies/:id', { params: { id } })
        await client.invalidateQueries({ queryKey: keys.savedReplies })
      },
    })
  return (
    <div className={classes.form}>
      <p className="sub">{texts.savedRepliesHelp}</p>
      <QueryView query={query} rows={3} height={52}>
        {(replies) =>
          replies.length === 0 ? (
            <EmptyState icon={IconMessagePlus} title={texts.noReplies} text={texts.noRepliesHelp} />
          ) : (
            <ul className={classes.replies}>
              {replies.map((reply) => (
                <li key={reply.id}>
                  <div className="grow">
                    <b className="trunc" dir="auto">
                      {reply.name}
                    </b>
                    <span className="trunc sub" dir="auto">
                      {reply.text}
                    </span>
                  </div>
                  <ActionIcon aria-label={texts.editReply(reply.name)} onClick={() => onEdit(reply)}>
                    <Icon of={IconPencil} />
                  </ActionIcon>
                  <ActionIcon aria-label={texts.removeReplyNamed(reply.name)} onClick={() => remove(reply)}>
                    <Icon of={IconTrash} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <DialogFoot>
        <Button variant="filled" onClick={() => onEdit('new')}>
          {texts.newReply}
        </Button>
      </DialogFoot>
    </div>
  )
}

function ReplyForm({ reply, onDone }: { readonly reply: SavedReply | null; readonly onDone: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(reply?.name ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const submit = useSubmit(async () => {
    const body = { name, text }
    if (reply === null) await call('POST /api/saved-replies', { body })
    else await call('PUT /api/saved-replies/:id', { params: { id: reply.id }, body })
    await client.invalidateQueries({ queryKey: keys.savedReplies })
    onDone()
  })
  const insert = (variable: string) => {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = field.current ?? {}
    const before = `${text.slice(0, start)}{{${variable}}}`
    writeText(field, () => setText(`${before}${text.slice(end)}`), before.length)
  }
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <TextInput
        label={texts.replyName}
        description={texts.replyNameHelp}
        required
        maxLength={60}
        data-autofocus
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <Textarea
        ref={field}
        label={texts.replyText}
        required
        autosize
        minRows={4}
        maxRows={10}
        maxLength={10_000}
        dir="auto"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <div>
        <p className="sub">{texts.replyVariables}</p>
        <div className={classes.variables}>
          {replyVariables.map((variable) => (
            <Button key={variable} size="compact-sm" onClick={() => insert(variable)}>
              {texts.variableNames[variable]}
            </Button>
          ))}
        </div>
      </div>
      <FormFoot label={reply === null ? texts.addReply : commonTexts.save} isBusy={submit.isBusy} onClose={onDone} />
    </form>
  )
}
