import { type RunResource, SMS_CHANNEL } from '@patchbay/shared/api'
import { useState } from 'react'
import { useRun } from '../api/queries.ts'
import { number } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { runTexts } from '../ui/texts/runs.ts'
import { startedRunTexts } from '../ui/texts/started-runs.ts'
import { Conversation } from './conversation.tsx'
import classes from './run-detail.module.css'
import { RunFiles } from './run-files.tsx'
import { RunHead } from './run-head.tsx'
import { RunJson } from './run-json.tsx'
import { zoneOf } from './run-zone.ts'
import { StartedRuns } from './started-runs.tsx'
import { StepsCount, StepsList } from './steps-list.tsx'

interface RunDetailProps {
  readonly runId: string
  readonly onClose: () => void
}

type View = 'steps' | 'started' | 'conversation' | 'json'

/** One run: when, who, and what every step did. */
export function RunDetail({ runId, onClose }: RunDetailProps) {
  const { data: run, error, refetch } = useRun(runId)
  const [view, setView] = useState<View>('steps')
  if (run === undefined) {
    return (
      <section className={classes.detail} aria-label={runTexts.region}>
        {error ? (
          <LoadError title={runTexts.notFound} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={5} height={44} />
        )}
      </section>
    )
  }
  const texts = conversationOf(run)
  const { startedRuns = 0 } = run
  const views = [
    { value: 'steps', label: runTexts.steps },
    ...(startedRuns === 0 ? [] : [{ value: 'started', label: startedRunTexts.title(number(startedRuns)) } as const]),
    ...(texts === null ? [] : [{ value: 'conversation', label: runTexts.conversation } as const]),
    { value: 'json', label: runTexts.json },
  ] as const
  const title = view === 'started' ? startedRunTexts.title(number(startedRuns)) : runTexts[view]
  return (
    <section className={classes.detail} aria-label={runTexts.region}>
      <RunHead run={run} onClose={onClose} />
      <div className={classes.stepsHead}>
        <h3>{title}</h3>
        {view === 'steps' && <StepsCount run={run} />}
        <span className="grow" />
        <Segmented label={runTexts.views} value={view} options={views} onChange={setView} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <section className={classes.body} aria-label={title} tabIndex={0}>
        {view !== 'json' && <RunFiles files={run.files ?? []} />}
        {view === 'steps' && <StepsList run={run} />}
        {view === 'started' && <StartedRuns run={run} />}
        {view === 'conversation' && texts && (
          <Conversation
            {...texts}
            shown={run.contactShown ?? texts.contact}
            runId={run.id}
            draftOf={testedOn(run)}
            zone={zoneOf(run)}
          />
        )}
        {view === 'json' && <RunJson run={run} />}
      </section>
    </section>
  )
}

/** Whose messages the run belongs to; who calls the API may have given anything in the place of a number. */
function conversationOf({ channel, address, contact }: RunResource) {
  if (channel === null || address === null || contact === null) return null
  if (channel === SMS_CHANNEL && !(isPhone(contact) && isPhone(address))) return null
  return { contact, address: { channel, value: address } }
}

/** The flow on whose phones of the simulator the run is a test. */
function testedOn({ test }: RunResource): string | undefined {
  return test?.sends === 'simulator' ? test.flowId : undefined
}

function isPhone(value: string | null): value is string {
  return value !== null && /^\+\d{7,15}$/.test(value)
}
