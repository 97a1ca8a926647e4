import { Button, CloseButton, Modal, TextInput } from '@mantine/core'
import type { FlowTemplate } from '@patchbay/shared/api'
import { emptyFlow } from '@patchbay/shared/flow'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { createFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useTemplates } from '../api/queries.ts'
import { ownZone } from '../ui/formats.ts'
import { houseZone } from '../ui/house-zone.ts'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { newFlowTexts } from '../ui/texts/flows.ts'
import { messageOf } from '../ui/toasts.tsx'
import { freeName } from './free-name.ts'
import classes from './new-flow-dialog.module.css'
import { TemplateCards } from './template-cards.tsx'

/** Which card is chosen at first: the empty flow or the first template. */
export type NewFlowStart = 'empty' | 'template'

interface NewFlowDialogProps {
  readonly opened: boolean
  readonly startsWith: NewFlowStart
  readonly takenNames: readonly string[]
  readonly onClose: () => void
}

/** Makes a flow, empty or from a template, and opens it. */
export function NewFlowDialog({ opened, onClose, ...rest }: NewFlowDialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={900} centered>
      <Modal.Overlay />
      <Modal.Content>
        <NewFlowForm {...rest} onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  )
}

function NewFlowForm({ startsWith, takenNames, onClose }: Omit<NewFlowDialogProps, 'opened'>) {
  const templates = useTemplates()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState<string | null>(null)
  const [ownName, setOwnName] = useState<string | null>(null)
  const create = useCreate(onClose)

  const all = templates.data ?? []
  const chosenId = picked ?? (startsWith === 'template' ? (all[0]?.id ?? '') : '')
  const chosen = all.find((template) => template.id === chosenId) ?? null
  const proposal = freeName(chosen?.document.name ?? newFlowTexts.emptyName, takenNames)
  const name = ownName ?? proposal
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create.run(chosen, name.trim())
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Head search={search} onSearch={setSearch} onClose={onClose} />
      <div className={classes.cards}>
        {templates.error ? (
          <LoadError error={templates.error} onRetry={() => void templates.refetch()} />
        ) : (
          <TemplateCards templates={matching(all, search)} chosenId={chosenId} onChoose={setPicked} />
        )}
      </div>
      <footer className={classes.foot}>
        <TextInput
          className={classes.name ?? ''}
          label={newFlowTexts.name}
          value={name}
          maxLength={120}
          data-autofocus
          error={create.problem ?? false}
          onChange={(event) => setOwnName(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <span className="grow" />
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={create.isBusy}>
          {chosen === null ? newFlowTexts.createEmpty : newFlowTexts.createFromTemplate}
        </Button>
      </footer>
    </form>
  )
}

interface HeadProps {
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly onClose: () => void
}

function Head({ search, onSearch, onClose }: HeadProps) {
  return (
    <header className={classes.head}>
      <div className="grow">
        <Modal.Title className={classes.title}>{newFlowTexts.title}</Modal.Title>
        <p className="muted">{newFlowTexts.subtitle}</p>
      </div>
      <SearchField className={classes.search} label={newFlowTexts.search} value={search} onChange={onSearch} />
      <CloseButton aria-label={commonTexts.close} icon={<Icon of={IconX} />} onClick={onClose} />
    </header>
  )
}

function matching(templates: readonly FlowTemplate[], search: string): readonly FlowTemplate[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return templates.filter(({ document }) => {
    const text = `${document.name} ${document.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function useCreate(onClose: () => void) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async (template: FlowTemplate | null, name: string) => {
    if (name === '') return setProblem(newFlowTexts.nameMissing)
    setBusy(true)
    setProblem(null)
    try {
      const timeZone = houseZone() ?? ownZone()
      const document = template?.document ?? emptyFlow(name, timeZone)
      const created = await createFlow({ ...document, name, settings: { ...document.settings, timeZone } })
      client.setQueryData(keys.flow(created.id), created)
      void client.invalidateQueries({ queryKey: keys.flowList })
      onClose()
      navigate(`/flows/${created.id}`)
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return { isBusy, problem, run }
}
