import type { ManifestReport, SavedIntegration } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { checkManifest, putIntegration } from '../api/commands.ts'
import { readIntegrationsAgain } from '../api/read-integrations-again.ts'
import { confirm } from '../ui/confirm.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { toasts } from '../ui/toasts.tsx'
import { Difference } from './difference.tsx'
import { showRefusal } from './show-refusal.tsx'
import type { ManifestDraft } from './use-manifest-draft.ts'

const { editor: texts, difference } = integrationTexts

interface SaveOptions {
  readonly draft: ManifestDraft
  /** Of an integration that is there. */
  readonly name: string | undefined
  /** Not called when people have gone on editing meanwhile: what they typed stays. */
  readonly onSaved: (integration: SavedIntegration) => void
}

/** Imports what is edited: at once when it is new, after a look at the difference when it replaces a version. */
export function useSaveManifest({ draft, name, onSaved }: SaveOptions) {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const edited = useRef(draft.given)
  useEffect(() => {
    edited.current = draft.given
  }, [draft.given])

  async function put({ manifest, version, warnings }: ManifestReport): Promise<void> {
    if (manifest === null) return
    const saved = await putIntegration(name ?? manifest.integration.name, draft.given, version ?? 0)
    await readIntegrationsAgain(client)
    toasts.success({ title: texts.saved, message: texts.savedText(saved.displayName) })
    // The editor shows what the description itself has.
    const said = saved.warnings.find(({ message }) => warnings.every((known) => known.message !== message))
    if (said !== undefined) toasts.warning({ title: texts.bridgeSays, message: said.message })
    if (edited.current === draft.given) onSaved(saved)
  }

  async function ask(report: ManifestReport): Promise<void> {
    const { version, changes, inUse, manifest } = report
    if (version === null || manifest === null) return put(report)
    if (name !== undefined && manifest.integration.name === name && changes.length === 0) {
      // An import of the same looks for its pictures again.
      await putIntegration(name, draft.given, version)
      toasts.success({ title: texts.saved, message: texts.same })
      return
    }
    const title = manifest.integration.display_name
    if (inUse.length > 0) return showRefusal(title, inUse)
    confirm({
      title: difference.title(title, version),
      body: <Difference report={report} />,
      size: 620,
      tone: 'filled',
      keepLabel: difference.keep,
      confirmLabel: difference.confirm,
      onConfirm: () => put(report),
    })
  }

  /** @returns the first problem, when it cannot be imported as it is */
  async function save(): Promise<FieldError | undefined> {
    setBusy(true)
    try {
      // Asked anew: others may have imported meanwhile.
      const report = await checkManifest(draft.given)
      if (report.errors[0] !== undefined) return report.errors[0]
      await ask(report)
    } catch (thrown) {
      toasts.error(texts.notSaved, thrown)
    } finally {
      setBusy(false)
    }
    return undefined
  }
  return { save, isBusy }
}
