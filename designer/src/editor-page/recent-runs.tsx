import { ActionIcon, Button, Popover } from '@mantine/core'
import { isCaught, type RunListItem } from '@patchbay/shared/api'
import { useState } from 'react'
import { Link } from 'wouter'
import { useRuns } from '../api/queries.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { nodeName } from '../runs/run-note.ts'
import { StatusBadge } from '../runs/status-badge.tsx'
import { TestMark } from '../runs/test-mark.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { clock, duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconActivity } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { runsTexts } from '../ui/texts/runs.ts'
import classes from './editor.module.css'

const texts = editorTexts.recentRuns
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone
const selectFlowId = (state: EditorState) => state.flowId

/** The latest runs of this flow; a click lights one up on the board. */
export function RecentRuns() {
  const [opened, setOpened] = useState(false)
  const toggle = () => setOpened(!opened)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(460px, calc(100vw - 16px))"
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        <span>
          <Button
            variant="subtle"
            className={classes.wide ?? ''}
            leftSection={<Icon of={IconActivity} />}
            aria-expanded={opened}
            onClick={toggle}
          >
            {editorTexts.runs}
          </Button>
          <ActionIcon
            size="lg"
            className={classes.folded ?? ''}
            aria-label={editorTexts.runs}
            aria-expanded={opened}
            onClick={toggle}
          >
            <Icon of={IconActivity} />
          </ActionIcon>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={texts.title}>
        {opened && <RunsList onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function RunsList({ onDone }: { readonly onDone: () => void }) {
  const { store } = useEditorServices()
  const flowId = useEditor(selectFlowId)
  const runs = useRuns({ flowId })
  const latest = runs.data?.pages[0]?.items.slice(0, 10) ?? []
  if (runs.data && latest.length === 0) {
    return (
      <EmptyState
        icon={IconActivity}
        title={texts.none}
        text={texts.noneText}
        action={
          <Button
            size="sm"
            onClick={() => {
              onDone()
              store.getState().showPanel('simulator')
            }}
          >
            {texts.openTest}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <div className={classes.popHead}>
        <b>{texts.title}</b>
      </div>
      <div className={classes.popBody}>
        {latest.map((run) => (
          <RunLine
            key={run.id}
            run={run}
            onShow={() => {
              onDone()
              store.getState().showRun(run.id)
            }}
          />
        ))}
      </div>
      <div className={classes.popFoot}>
        <Link href={`/runs?flowId=${flowId}`} className="link">
          {texts.all}
        </Link>
      </div>
    </>
  )
}

function RunLine({ run, onShow }: { readonly run: RunListItem; readonly onShow: () => void }) {
  const timeZone = useEditor(selectTimeZone)
  const took = run.finishedAt ? duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt)) : ''
  return (
    <button type="button" className={`${classes.change} ${classes.run}`} title={texts.show} onClick={onShow}>
      <StatusBadge run={run} />
      <span className="num">{clock(run.startedAt, { timeZone })}</span>
      {run.test && <TestMark />}
      <span className="sub trunc grow" data-tone={isCaught(run) ? 'warn' : undefined}>
        {run.failedStep ? runsTexts.failedNote(nodeName(run.failedStep)) : run.contactShown}
      </span>
      <span className={`sub num ${classes.took}`}>{took}</span>
    </button>
  )
}
