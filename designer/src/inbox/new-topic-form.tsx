import { Select, TextInput } from '@mantine/core'
import { topicColors } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { inboxQueries } from './inbox-queries.ts'

interface NewTopicFormProps {
  readonly onClose: () => void
  readonly onAdded: (id: string) => void
}

/** In a dialog: a new topic with its colour. */
export function NewTopicForm({ onClose, onAdded }: NewTopicFormProps) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [color, setColor] = useState<(typeof topicColors)[number]>('blue')
  const submit = useSubmit(async () => {
    const topic = await call('POST /api/topics', { body: { name, color } })
    await client.invalidateQueries({ queryKey: inboxQueries.topics().queryKey })
    onAdded(topic.id)
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <TextInput
        label={texts.topicName}
        required
        maxLength={40}
        data-autofocus
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <Select
        label={texts.topicColor}
        data={topicColors.map((value) => ({ value, label: texts.colors[value] }))}
        value={color}
        onChange={(chosen) => setColor(topicColors.find((known) => known === chosen) ?? color)}
      />
      <FormFoot label={texts.addTopic} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
