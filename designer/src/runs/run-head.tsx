import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { isFinal, type RunResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { cancelRun } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights } from '../api/queries.ts'
import { Tag } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { runTexts } from '../ui/texts/runs.ts'
import { startedRunTexts } from '../ui/texts/started-runs.ts'
import { toasts } from '../ui/toasts.tsx'
import { useNow } from '../ui/use-now.ts'
import { ReplayButton } from './replay-button.tsx'
import classes from './run-head.module.css'
import { runDuration } from './run-note.ts'
import { timeThere } from './run-zone.ts'
import { StatusBadge } from './status-badge.tsx'
import { TestMark } from './test-mark.tsx'

interface RunHeadProps {
  readonly run: RunResource
  readonly onClose: () => void
}

export function RunHead({ run, onClose }: RunHeadProps) {
  const now = useNow(1000, run.status === 'running')
  const took = runDuration(run, now)
  return (
    <header className={classes.head}>
      <div className={`row ${classes.title}`}>
        <h2 className="trunc">{run.flowName}</h2>
        <Tag>{runTexts.version(run.version)}</Tag>
        {run.test && <TestMark />}
        <StatusBadge run={run} />
        <span className="grow" />
        {!isFinal(run.status) && <CancelButton run={run} />}
        {isFinal(run.status) && run.steps.length > 0 && <ReplayButton runId={run.id} fromStep={1} />}
        <Button size="sm" component={Link} href={`/flows/${run.flowId}?run=${run.id}`}>
          {runTexts.openOnBoard}
        </Button>
        <Tooltip label={runTexts.close}>
          <ActionIcon className={classes.close ?? ''} aria-label={runTexts.close} onClick={onClose}>
            <Icon of={IconX} />
          </ActionIcon>
        </Tooltip>
      </div>
      <dl className={classes.meta}>
        <Fact term={runTexts.started}>
          <time dateTime={run.startedAt} title={run.timeZone ?? undefined}>
            {timeThere(run.startedAt, run)}
          </time>
        </Fact>
        <Fact term={runTexts.took}>{took === null ? commonTexts.none : duration(took)}</Fact>
        <Fact term={runTexts.contact}>{run.contactShown ?? commonTexts.none}</Fact>
        <Fact term={runTexts.number}>{run.addressShown ?? commonTexts.none}</Fact>
        {run.parent && (
          <Fact term={startedRunTexts.startedBy}>
            <StartedBy run={run} parent={run.parent} />
          </Fact>
        )}
        <Fact term={runTexts.runId}>
          <span className={classes.id}>
            <code className="mono" title={run.id}>
              {shortId(run.id)}
            </code>
            <CopyButton value={run.id} label={runTexts.copyRunId} />
          </span>
        </Fact>
      </dl>
    </header>
  )
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Leads to the run that has started this one. */
function StartedBy({
  run,
  parent,
}: {
  readonly run: RunResource
  readonly parent: NonNullable<RunResource['parent']>
}) {
  const { runId, flowName = null, nodeId, item } = parent
  // An item is of the same flow; its number says which of the list it is.
  const isItem = run.trigger.nodeId === nodeId && run.trigger.type === 'item'
  return (
    <Link href={`/runs/${runId}`}>
      {isItem ? startedRunTexts.byItem(item + 1, nodeId) : startedRunTexts.byJump(flowName, nodeId)}
    </Link>
  )
}

/** Both ends of an id: the beginning tells the time, the end tells runs apart. */
function shortId(id: string): string {
  return id.length <= 13 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}

function CancelButton({ run }: { readonly run: RunResource }) {
  const client = useQueryClient()
  const { canEdit } = useRights()
  if (!canEdit) return null
  const ask = () =>
    confirm({
      title: runTexts.cancelTitle,
      body: runTexts.cancelHelp,
      keepLabel: runTexts.letItRun,
      confirmLabel: runTexts.cancel,
      onConfirm: async () => {
        const { status } = await cancelRun(run.id)
        await client.invalidateQueries({ queryKey: keys.runs })
        const isDone = isFinal(status)
        toasts.success({
          title: isDone ? runTexts.cancelled : runTexts.cancelling,
          message: isDone ? runTexts.cancelledHelp : runTexts.cancellingHelp,
        })
      },
    })
  return (
    <Button size="sm" onClick={ask}>
      {runTexts.cancel}
    </Button>
  )
}
