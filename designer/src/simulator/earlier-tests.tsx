import { isFinal, type RunListItem } from '@patchbay/shared/api'
import { useRuns } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { runDuration } from '../runs/run-note.ts'
import { clock, duration } from '../ui/formats.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { runStatusTexts } from '../ui/texts/runs.ts'
import classes from './api-test.module.css'
import type { CallOutcome } from './call-outcome.tsx'

const selectFlowId = (state: EditorState) => state.flowId
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** How many are shown. */
const SHOWN = 5

/** Tests of the draft before the last one; a click lights one up on the board. */
export function EarlierTests({ outcome }: { readonly outcome: CallOutcome | null }) {
  const flowId = useEditor(selectFlowId)
  const runs = useRuns({ flowId, test: 'true' })
  const last = outcome !== null && 'answer' in outcome ? outcome.answer.runId : null
  const earlier = (runs.data?.pages[0]?.items ?? []).filter(({ id }) => id !== last).slice(0, SHOWN)
  if (earlier.length === 0) return null
  return (
    <section className={classes.earlier} aria-label={texts.earlier}>
      <h3>{texts.earlier}</h3>
      <ul>
        {earlier.map((run) => (
          <li key={run.id}>
            <EarlierTest run={run} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function EarlierTest({ run }: { readonly run: RunListItem }) {
  const store = useEditorStore()
  const timeZone = useEditor(selectTimeZone)
  const took = isFinal(run.status) ? runDuration(run, Date.now()) : null
  const isBad = run.status === 'failed'
  return (
    <button type="button" title={texts.onBoard} onClick={() => store.getState().showRun(run.id)}>
      <time className="num muted" dateTime={run.startedAt}>
        {clock(run.startedAt, { timeZone })}
      </time>
      <span className="trunc" data-tone={isBad ? 'bad' : undefined}>
        {(isBad ? run.error?.message : null) ?? runStatusTexts[run.status]}
      </span>
      {took !== null && <span className="sub num">{duration(took)}</span>}
    </button>
  )
}
