import type { RunResource } from '@patchbay/shared/api'
import { isFailureExit } from '@patchbay/shared/flow'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { useCatalog } from '../api/queries.ts'
import { queries } from '../api/query-options.ts'
import { Icon } from '../ui/icon.tsx'
import { IconFlag } from '../ui/icons.ts'
import { runTexts } from '../ui/texts/runs.ts'
import { useNow } from '../ui/use-now.ts'
import { runEnd } from './run-end.ts'
import { StepItem } from './step-item.tsx'
import classes from './steps-list.module.css'
import { timeAxis } from './time-axis.ts'

interface RunProps {
  readonly run: RunResource
}

/** `3 of 4 actions ran`. */
export function StepsCount({ run }: RunProps) {
  const document = useRanDocument(run)
  const ran = new Set(run.steps.map((step) => step.nodeId)).size
  return (
    <span className="muted num">
      {document === undefined ? runTexts.stepsRan(run.steps.length) : runTexts.ran(ran, document.nodes.length)}
    </span>
  )
}

export function StepsList({ run }: RunProps) {
  const catalog = useCatalog()
  const definitions = useMemo(
    () => new Map(catalog.data?.nodes.map((node) => [node.id, node]) ?? []),
    [catalog.data?.nodes],
  )
  const document = useRanDocument(run)
  const now = useNow(1000, run.finishedAt === null)
  const bars = timeAxis(run, now)
  const [params] = useSearchParams()
  const wanted = Number(params.get('node') ?? Number.NaN)
  const list = useRef<HTMLOListElement>(null)
  const at = run.steps.findIndex(({ nodeId }) => nodeId === wanted)
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set())
  const toggle = (seq: number) => {
    const next = new Set(toggled)
    if (!next.delete(seq)) next.add(seq)
    setToggled(next)
  }
  return (
    <>
      <ol className={classes.steps} ref={list}>
        {run.steps.map((step, index) => {
          // What went wrong is open from the start, and what a link leads to.
          const startsOpen = index === at || step.error !== null || (step.exit !== null && isFailureExit(step.exit))
          return (
            <StepItem
              key={step.seq}
              step={step}
              definition={definitions.get(step.type)}
              bar={bars[index] ?? { left: 0, width: 0 }}
              replayOf={run.finishedAt === null ? null : run.id}
              isOpen={startsOpen !== toggled.has(step.seq)}
              onToggle={() => toggle(step.seq)}
            />
          )
        })}
      </ol>
      <p className={classes.end}>
        <Icon of={IconFlag} />
        <span>
          {run.steps.length === 0 && run.finishedAt === null
            ? runTexts.noSteps
            : runEnd(run, { document, definitions })}
        </span>
      </p>
    </>
  )
}

/** The version that ran; undefined while it loads and when its flow is gone. */
function useRanDocument(run: RunResource) {
  return useQuery(queries.version(run.flowId, run.version)).data?.document
}
