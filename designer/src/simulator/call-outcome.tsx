import { Button } from '@mantine/core'
import { isFinal, type TestCallAnswer } from '@patchbay/shared/api'
import { stringifyJson } from '@patchbay/shared/json'
import { useEffect, useRef } from 'react'
import { ApiProblem } from '../api/problem.ts'
import { useRun } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import formClasses from '../inspector/form/form.module.css'
import { runDuration } from '../runs/run-note.ts'
import { StatusBadge } from '../runs/status-badge.tsx'
import { Badge } from '../ui/badge.tsx'
import { duration } from '../ui/formats.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { messageOf } from '../ui/toasts.tsx'
import { useIsNarrow } from '../ui/window-size.ts'
import classes from './api-test.module.css'
import { DraftProblems } from './draft-problems.tsx'
import { TestMessages } from './test-messages.tsx'
import type { Sends } from './use-flow-test.ts'

/** What came of a call: an answer and a run, or why there is none. */
export type CallOutcome = { readonly answer: TestCallAnswer; readonly sends: Sends } | { readonly problem: unknown }

export function CallOutcomeView({ outcome }: { readonly outcome: CallOutcome }) {
  const section = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each outcome is shown, also one like the last.
  useEffect(() => {
    const wrong = section.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong) wrong.focus()
    else section.current?.scrollIntoView({ block: 'start' })
  }, [outcome])
  return (
    <section ref={section} className={classes.outcome} aria-label={texts.last}>
      {'answer' in outcome ? <Answered {...outcome} /> : <Refused problem={outcome.problem} />}
    </section>
  )
}

/** Follows the run until it has ended. */
function Answered({ answer: { runId, status, answer }, sends }: Extract<CallOutcome, { answer: unknown }>) {
  const { data: run } = useRun(runId)
  const result = run?.result ?? null
  const took = run !== undefined && isFinal(run.status) ? runDuration(run, Date.now()) : null
  return (
    <>
      <div className={classes.outcomeHead}>
        <h3 className="grow">{texts.last}</h3>
        <span role="status">
          <StatusBadge run={run ?? { status: 'running', failedStep: null }} />
        </span>
      </div>
      <dl>
        <dt>{texts.answer}</dt>
        <dd className="num">{answer === null ? texts.accepted : status}</dd>
        {took !== null && (
          <>
            <dt>{texts.took}</dt>
            <dd className="num">{duration(took)}</dd>
          </>
        )}
        {run?.error && (
          <>
            <dt>{texts.failure}</dt>
            <dd>{run.error.message}</dd>
          </>
        )}
      </dl>
      <ShowRun runId={runId} />
      {answer !== null && answer.body !== '' && <pre className={formClasses.example}>{answer.body}</pre>}
      {sends === 'simulator' && <TestMessages runId={runId} />}
      {result !== null && Object.keys(result).length > 0 && (
        <>
          <h3>{texts.result}</h3>
          <pre className={formClasses.example}>{stringifyJson(result, 2)}</pre>
        </>
      )}
    </>
  )
}

/** In a narrow window the panel lies on the board and makes way. */
function ShowRun({ runId }: { readonly runId: string }) {
  const store = useEditorStore()
  const isNarrow = useIsNarrow()
  const isShown = useEditor((state) => state.shownRun?.runId === runId)
  if (isShown && !isNarrow) return null
  const show = () => {
    store.getState().showRun(runId)
    if (isNarrow) store.getState().closeSheet()
  }
  return (
    <div>
      <Button size="sm" onClick={show}>
        {texts.onBoard}
      </Button>
    </div>
  )
}

/** What is wrong with a value stands at its field, too. */
function Refused({ problem }: { readonly problem: unknown }) {
  const wrong = problem instanceof ApiProblem ? problem.errors.length : 0
  const isDraft = problem instanceof ApiProblem && problem.code === 'NOT_DEPLOYABLE'
  const status = problem instanceof ApiProblem && problem.status > 0 ? String(problem.status) : null
  return (
    <>
      <div className={classes.outcomeHead}>
        <h3 className="grow">{texts.last}</h3>
        {status !== null && !isDraft && <span className="sub num">{status}</span>}
        <Badge tone="bad">{status === null ? texts.notSent : texts.refused}</Badge>
      </div>
      {isDraft ? (
        <DraftProblems problem={problem} />
      ) : (
        <p role="alert">{wrong > 0 ? texts.wrong(wrong) : messageOf(problem)}</p>
      )}
    </>
  )
}
