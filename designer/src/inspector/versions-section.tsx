import { Button } from '@mantine/core'
import type { FlowVersionItem } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import { useRights, useVersions } from '../api/queries.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { viewVersion } from '../editing/view-version.ts'
import { Badge } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { versionTexts } from '../ui/texts/run-view.ts'
import { toasts } from '../ui/toasts.tsx'
import formClasses from './form/form.module.css'
import classes from './panel.module.css'

const texts = inspectorTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** Everything that was ever deployed, newest first; any of it can be made live again. */
export function VersionsSection() {
  const flowId = useEditor(selectFlowId)
  const versions = useVersions(flowId)
  const rollBack = useRollBack()
  if (versions.error) return <LoadError error={versions.error} onRetry={() => void versions.refetch()} />
  const items = versions.data ?? []
  // Until they are there, whoever asks for the versions waits for the place to appear.
  if (versions.data === undefined) return null
  if (items.length === 0) {
    return (
      <p className={formClasses.help} data-field-path="versions" tabIndex={-1}>
        {texts.neverDeployed}
      </p>
    )
  }
  return (
    <ul className={classes.versions} data-field-path="versions">
      {items.map((version) => (
        <Version key={version.version} version={version} onRollBack={() => rollBack(version.version)} />
      ))}
    </ul>
  )
}

interface VersionProps {
  readonly version: FlowVersionItem
  readonly onRollBack: () => void
}

function Version({ version, onRollBack }: VersionProps) {
  const services = useEditorServices()
  const { canEdit } = useRights()
  const timeZone = useEditor(selectTimeZone)
  return (
    <li className={classes.version}>
      <div className="grow">
        <b className="num">{texts.version(version.version)}</b>
        <div className="sub num">
          {dayAndClock(version.deployedAt, { timeZone })}, {version.deployedBy}
        </div>
      </div>
      <Button
        size="sm"
        variant="subtle"
        aria-label={versionTexts.openLabel(version.version)}
        onClick={() => void viewVersion(services, version.version, null)}
      >
        {versionTexts.open}
      </Button>
      {version.live ? (
        <Badge tone="ok" dot>
          {texts.liveNow}
        </Badge>
      ) : (
        canEdit && (
          <Button size="sm" onClick={onRollBack}>
            {texts.goBack}
          </Button>
        )
      )}
    </li>
  )
}

/** Asks, then makes an earlier version live again. */
function useRollBack(): (version: number) => void {
  const { store: shown, draft, server } = useEditorServices()
  const store = draft ?? shown
  const client = useQueryClient()
  return (version) =>
    confirm({
      title: texts.goBackTitle(version),
      body: texts.goBackText,
      keepLabel: texts.keepCurrent,
      confirmLabel: texts.goBack,
      tone: 'filled',
      onConfirm: async () => {
        const { flowId, updateFacts } = store.getState()
        await server.rollBack(flowId, version)
        updateFacts(await server.readFlow(flowId))
        await client.invalidateQueries({ queryKey: keys.flow(flowId) })
        toasts.success({ title: texts.wentBack(version) })
      },
    })
}
