import type { StepResource } from '@patchbay/shared/api'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { type ReactNode, useState } from 'react'
import { runTexts } from '../ui/texts/runs.ts'
import { VariablePill } from '../ui/variable-pill.tsx'
import classes from './step-tables.module.css'
import { inputLines, outputLines } from './step-values.ts'

interface StepTablesProps {
  readonly step: StepResource
  readonly definition: NodeDefinition | undefined
}

/** What went into a step and what came out. */
export function StepTables({ step, definition }: StepTablesProps) {
  const inputs = inputLines(step, definition)
  const outputs = outputLines(step, definition)
  const set = outputs.filter((line) => line.value !== undefined)
  const unset = outputs.filter((line) => line.value === undefined)
  const category = definition?.category ?? 'integrations'
  return (
    <>
      {inputs.length > 0 && (
        <Table title={runTexts.inputs}>
          {inputs.map(({ key, label, value }) => (
            <Line key={key} head={label}>
              <Value text={value} />
            </Line>
          ))}
        </Table>
      )}
      {outputs.length > 0 && (
        <Table title={runTexts.outputs}>
          {set.map(({ token, value, words }) => (
            <Line
              key={token}
              head={<VariablePill token={token} category={category} {...(words === undefined ? {} : { words })} />}
            >
              <Value text={value ?? ''} />
            </Line>
          ))}
          {unset.length > 0 && (
            <Line
              head={
                <span className={classes.pills}>
                  {unset.map(({ token }) => (
                    <VariablePill key={token} token={token} category={category} />
                  ))}
                </span>
              }
            >
              <span className="muted">{runTexts.notSet}</span>
            </Line>
          )}
        </Table>
      )}
    </>
  )
}

function Table({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <h4 className={classes.title}>{title}</h4>
      <dl className={classes.lines}>{children}</dl>
    </div>
  )
}

function Line({ head, children }: { readonly head: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={classes.line}>
      <dt>{head}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Longer than this, or of several lines, a value is folded. */
const foldAt = 44

function Value({ text }: { readonly text: string }) {
  const [isOpen, setOpen] = useState(false)
  if (text === '') return <span className="muted">{runTexts.empty}</span>
  const isLong = text.length > foldAt || text.includes('\n')
  if (!isLong) return <code className="mono">{text}</code>
  return (
    <button
      type="button"
      className={`mono ${classes.value}`}
      data-open={isOpen || undefined}
      aria-expanded={isOpen}
      title={isOpen ? runTexts.showLess : runTexts.showAll}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? text : text.slice(0, 400)}
    </button>
  )
}
