import type { StepResource } from '@patchbay/shared/api'
import { useMemo } from 'react'
import { useEditor } from '../editing/editor-context.tsx'
import { inputLines, outputLines } from '../runs/step-values.ts'
import { runViewTexts as texts } from '../ui/texts/run-view.ts'
import classes from './run-view.module.css'
import type { BlockRun } from './run-view.ts'

const MAX_INPUTS = 4
const MAX_OUTPUTS = 8

/** What the last visit of an action took and left, shown while the pointer or the focus is on its block. */
export function StepValuesCard({ nodeId, run }: { readonly nodeId: number; readonly run: BlockRun | null }) {
  const step = useEditor(({ shownRun }) =>
    run?.seq == null ? undefined : shownRun?.run?.steps.find(({ seq }) => seq === run.seq),
  )
  if (!step) return null
  return (
    <div className={`${classes.values} nodrag nopan`} role="note" aria-label={texts.values(nodeId, step.name)}>
      <Lines step={step} />
    </div>
  )
}

interface Line {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly isToken: boolean
}

function Lines({ step }: { readonly step: StepResource }) {
  const definition = useEditor((state) => state.definitions.get(step.type))
  const { lines, more } = useMemo(() => {
    const inputs = inputLines(step, definition).map((line): Line => ({ ...line, isToken: false }))
    const outputs = outputLines(step, definition).map(
      ({ token, value }): Line => ({
        key: token,
        label: token,
        value: value === undefined ? texts.notSet : value === '' ? texts.empty : value,
        isToken: true,
      }),
    )
    const shown = [...inputs.slice(0, MAX_INPUTS), ...outputs.slice(0, MAX_OUTPUTS)]
    return { lines: shown, more: inputs.length + outputs.length - shown.length }
  }, [step, definition])
  return (
    <>
      <dl>
        {lines.map(({ key, label, value, isToken }) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt className={isToken ? classes.token : undefined}>{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && <div className="muted">{texts.more(more)}</div>}
    </>
  )
}
