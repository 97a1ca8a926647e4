import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/queries.ts'
import { deploy } from '../commands/deploy.ts'
import { useCommand } from '../commands/use-command.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPlayerPlay, IconRocket, IconX } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { CallForm } from './call-form.tsx'
import { calledTrigger } from './called-trigger.ts'
import classes from './simulator.module.css'

const selectFlowId = (state: EditorState) => state.flowId
const selectLive = (state: EditorState) => state.live
const selectDefinitions = (state: EditorState) => state.definitions

/** Calls what is live as another system would, and shows what became of it. */
export function ApiTestPanel() {
  const live = useEditor(selectLive)
  return (
    <aside className={classes.panel} aria-label={texts.title}>
      <Head />
      {live === null ? (
        <DeployFirst title={texts.notLive} text={texts.deployFirst} />
      ) : (
        <LiveCall key={live.version} version={live.version} />
      )}
    </aside>
  )
}

function Head() {
  const store = useEditorStore()
  const live = useEditor(selectLive)
  return (
    <div className={classes.head}>
      <span className={classes.tile}>
        <Icon of={IconPlayerPlay} size={17} />
      </span>
      <div className="grow">
        <h2>{texts.title}</h2>
        <div className="sub">
          {live === null ? (
            texts.nothingLive
          ) : (
            <>
              {texts.calls} <b className="num">{simulatorTexts.version(live.version)}</b>
            </>
          )}
        </div>
      </div>
      <ActionIcon
        aria-label={texts.close}
        title={texts.close}
        onClick={() => store.getState().showPanel('configurations')}
      >
        <Icon of={IconX} />
      </ActionIcon>
    </div>
  )
}

/** The form of the version that is live: a draft may ask for other values. */
function LiveCall({ version }: { readonly version: number }) {
  const flowId = useEditor(selectFlowId)
  const definitions = useEditor(selectDefinitions)
  const { data, error, refetch } = useQuery(queries.version(flowId, version))
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />
  if (data === undefined) return null
  const trigger = calledTrigger(data.document, definitions)
  return trigger === null ? (
    <DeployFirst title={texts.notLive} text={texts.noTrigger} />
  ) : (
    <CallForm trigger={trigger} />
  )
}

function DeployFirst({ title, text }: { readonly title: string; readonly text: string }) {
  const command = useCommand(deploy)
  return (
    <div className={classes.center}>
      <EmptyState
        icon={IconRocket}
        title={title}
        text={text}
        action={
          <Button size="sm" disabled={!command.isEnabled} onClick={command.run}>
            {command.title}
          </Button>
        }
      />
    </div>
  )
}
