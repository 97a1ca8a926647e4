import { Button } from '@mantine/core'
import type { SavedIntegration } from '@patchbay/shared/api'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Segmented } from '../ui/segmented.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { ActionFields } from './action-fields.tsx'
import { ManifestFormProvider } from './form-context.tsx'
import { goToPath } from './go-to-path.ts'
import { IntegrationFields } from './integration-fields.tsx'
import { JsonFields } from './json-fields.tsx'
import { textOf } from './manifest-document.ts'
import classes from './manifest-form.module.css'
import { ProblemList } from './problem-list.tsx'
import type { ManifestDraft } from './use-manifest-draft.ts'
import { useSaveManifest } from './use-save-manifest.tsx'

const texts = integrationTexts.editor

interface ManifestEditorProps {
  readonly draft: ManifestDraft
  /** The system name of an integration that is there. Undefined for a new one. */
  readonly name?: string
  readonly onSaved: (integration: SavedIntegration) => void
  /** Beside the button that saves. */
  readonly beside?: ReactNode
}

/** An integration in a form or as JSON; both are the same manifest. */
export function ManifestEditor({ draft, name, onSaved, beside }: ManifestEditorProps) {
  const form = useRef<HTMLFormElement>(null)
  const [showsAll, setShowsAll] = useState(false)
  const { save, isBusy } = useSaveManifest({ draft, name, onSaved })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = await save()
    if (wrong === undefined) return
    setShowsAll(true)
    // The fields say it once they are drawn anew.
    requestAnimationFrame(() => goToPath(form.current, wrong.path))
  }
  const setMode = (mode: 'form' | 'json') => {
    if (mode === 'json') return draft.toJson()
    setShowsAll((draft.report?.errors.length ?? 0) > 0)
    draft.toForm()
  }
  return (
    <form ref={form} className={classes.editor} aria-label={texts.label} onSubmit={submit} noValidate>
      <Segmented
        label={texts.how}
        value={draft.mode}
        options={[
          { value: 'form', label: texts.form, isDisabled: draft.notJson !== null && draft.text.trim() !== '' },
          { value: 'json', label: texts.json },
        ]}
        onChange={setMode}
      />
      {draft.mode === 'json' ? (
        <JsonFields draft={draft} />
      ) : (
        <FormFields draft={draft} isKnown={name !== undefined} showsAll={showsAll} form={form.current} />
      )}
      <div className={classes.foot}>
        <Button variant="filled" type="submit" loading={isBusy} disabled={draft.given === undefined}>
          {name === undefined ? texts.add : texts.save}
        </Button>
        {beside}
      </div>
    </form>
  )
}

interface FormFieldsProps {
  readonly draft: ManifestDraft
  readonly isKnown: boolean
  readonly showsAll: boolean
  readonly form: HTMLElement | null
}

function FormFields({ draft, isKnown, showsAll, form }: FormFieldsProps) {
  const { document, report } = draft
  const errors = report?.errors ?? []
  return (
    <ManifestFormProvider errors={errors} showsAll={showsAll}>
      {showsAll && (
        <ProblemList errors={errors} warnings={report?.warnings ?? []} onGo={(path) => goToPath(form, path)} />
      )}
      <IntegrationFields
        integration={document.integration}
        isKnown={isKnown}
        onChange={(integration) => draft.setDocument({ ...document, integration })}
      />
      <ActionFields
        actions={document.actions}
        provider={textOf(document.integration, 'name')}
        onChange={(actions) => draft.setDocument({ ...document, actions })}
      />
    </ManifestFormProvider>
  )
}
