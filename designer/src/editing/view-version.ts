import { versionTexts as texts } from '../ui/texts/run-view.ts'
import { toasts } from '../ui/toasts.tsx'
import type { EditorServices } from './editor-services.ts'
import { emptySelection } from './store/editor-state.ts'
import type { ViewedVersion } from './store/views-slice.ts'

type Services = Pick<EditorServices, 'store' | 'draft' | 'server'>

/** Shows a deployed version in the place of the draft, read only, with one of its runs if one is named. */
export async function viewVersion(services: Services, version: number, runId: string | null): Promise<void> {
  const store = services.draft ?? services.store
  try {
    const { deployedAt, document } = await services.server.readVersion(store.getState().flowId, version)
    store.getState().viewVersion({ version, deployedAt, document, runId })
  } catch (thrown) {
    toasts.error(texts.notOpened(version), thrown)
  }
}

/** Makes the version shown the draft again, as a step that undo takes back. */
export function restoreVersion(services: Services, { version, document }: ViewedVersion): void {
  const store = services.draft ?? services.store
  store.getState().leaveVersion()
  store.getState().apply(() => document, { select: emptySelection })
  toasts.success({ title: texts.restored(version), message: texts.restoredText })
}
