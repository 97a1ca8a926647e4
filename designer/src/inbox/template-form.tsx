import { Button, Select, TextInput } from '@mantine/core'
import type { ChannelTemplate } from '@patchbay/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconSend } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { inboxQueries } from './inbox-queries.ts'

export interface TemplateContent {
  readonly template: { readonly name: string; readonly language: string; readonly parameters: string[] }
}

interface TemplateFormProps {
  readonly conversationId: string
  readonly isBusy: boolean
  readonly onSend: (content: TemplateContent) => void
}

/** Sends a message that the service has approved, the only kind that the channel takes at any time. */
export function TemplateForm({ conversationId, isBusy, onSend }: TemplateFormProps) {
  const query = useQuery(inboxQueries.templates(conversationId))
  const [chosen, setChosen] = useState<string | null>(null)
  const [values, setValues] = useState<Readonly<Record<number, string>>>({})
  const templates = query.data ?? []
  const template = templates.find((one) => keyOf(one) === chosen)
  const parameters = gapsOf(template).map((gap) => (values[gap] ?? '').trim())
  const isComplete = template !== undefined && parameters.every((value) => value !== '')
  if (query.error !== null && query.data === undefined) {
    return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  }
  if (query.data?.length === 0) return <div className={classes.blocked}>{texts.noTemplates}</div>
  return (
    <form
      className={classes.templates}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isComplete || isBusy) return
        onSend({ template: { name: template.name, language: template.language, parameters } })
      }}
    >
      <Select
        aria-label={texts.template}
        placeholder={query.data === undefined ? texts.templatesLoading : texts.chooseTemplate}
        searchable
        data={templates.map((one) => ({ value: keyOf(one), label: `${one.title}, ${one.language}` }))}
        value={chosen}
        onChange={(next) => {
          setChosen(next)
          setValues({})
        }}
      />
      {gapsOf(template).map((gap) => (
        <TextInput
          key={gap}
          label={texts.gap(gap)}
          dir="auto"
          maxLength={1_000}
          value={values[gap] ?? ''}
          onChange={({ currentTarget: { value } }) => setValues((before) => ({ ...before, [gap]: value }))}
        />
      ))}
      {template !== undefined && template.text !== '' && (
        <p className={classes.preview} dir="auto">
          {filled(template.text, values).map(({ text, isFilled }, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which keep their order.
            isFilled ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
          )}
        </p>
      )}
      <div className={classes.replyFoot}>
        <span className="grow" />
        <Button
          variant="filled"
          type="submit"
          loading={isBusy}
          disabled={!isComplete}
          leftSection={<Icon of={IconSend} />}
        >
          {texts.sendTemplate}
        </Button>
      </div>
    </form>
  )
}

function keyOf({ name, language }: ChannelTemplate): string {
  return `${name} ${language}`
}

/** Numbers of the gaps, from 1. */
function gapsOf(template: ChannelTemplate | undefined): readonly number[] {
  return Array.from({ length: template?.gaps ?? 0 }, (_, index) => index + 1)
}

/** The text in parts, with what fills its gaps. */
function filled(text: string, values: Readonly<Record<number, string>>) {
  return text.split(/(\{\{\d{1,2}\}\})/).map((part) => {
    const gap = /^\{\{(\d{1,2})\}\}$/.exec(part)?.[1]
    const value = gap === undefined ? '' : (values[Number(gap)] ?? '').trim()
    return value === '' ? { text: part, isFilled: gap !== undefined } : { text: value, isFilled: true }
  })
}
