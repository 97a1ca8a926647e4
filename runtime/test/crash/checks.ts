import { readFileSync } from 'node:fs'
import { isFinal, type RunResource } from '@patchbay/shared/api'
import { type Boundary, boundaries, type CrashLine } from './boundaries.ts'
import { answerTo, type CrashCall, type CrashEvent, type CrashTalk, QUESTION, TELL } from './scene.ts'

export type Hits = Readonly<Record<Boundary, number>>
/** How many texts each idempotency key led to, by carrier. */
export type Texts = Readonly<Record<string, Readonly<Record<string, number>>>>

export function readLog(path: string): readonly CrashLine[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  // Lines of our own. A process may die in the middle of its last one.
  return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as CrashLine] : []))
}

/** Kills that hit a run, or a migration, between two boundaries. */
export function countHits(log: readonly CrashLine[]): Hits {
  const count = (boundary: Boundary) => log.filter((line) => line.kind === 'kill' && line.boundary === boundary).length
  return Object.fromEntries(boundaries.map((boundary) => [boundary, count(boundary)])) as Record<Boundary, number> // every boundary
}

/**
 * The longest time in milliseconds from a kill to the next action of the run it hit. Where the process that took
 * over was killed as well, or the one that was to come up, there was nobody to go on with it, and the time says
 * nothing.
 */
export function longestStandstill(log: readonly CrashLine[]): number {
  const times = log.flatMap((line, index) => {
    if (line.kind !== 'kill' || line.runId === null) return []
    const later = log.slice(index + 1)
    const next = later.findIndex((other) => other.kind === 'start' && other.runId === line.runId)
    const isLeftAlone = later
      .slice(0, next)
      .some((other) => other.kind === 'kill' && other.boundary.startsWith('during'))
    const at = later[next]?.at
    return at === undefined || isLeftAlone ? [] : [at - line.at]
  })
  return Math.max(0, ...times)
}

export interface Outcome {
  readonly events: readonly CrashEvent[]
  readonly talks: readonly CrashTalk[]
  readonly calls: readonly CrashCall[]
  readonly runs: readonly RunResource[]
  readonly texts: Texts
  readonly log: readonly CrashLine[]
}

/** An event as the receiver got it, once per id. */
export interface CrashReceived {
  readonly id: string
  readonly type: string
  readonly content: Readonly<Record<string, unknown>>
}

/** What the receiver must have heard of and has not, and what it heard of more than once under different ids. */
export function eventProblems(received: readonly CrashReceived[], told: readonly CrashTold[]): readonly string[] {
  const count = new Map<string, number>()
  for (const { type, content } of received) {
    const key = `${type} ${String(content.messageId ?? content.noteId ?? content.runId ?? content.conversationId)}`
    count.set(key, (count.get(key) ?? 0) + 1)
  }
  const twice = [...count].filter(([, times]) => times > 1).map(([key, times]) => `${key} was told ${times} times.`)
  const missing = told
    .filter(({ type, id }) => !count.has(`${type} ${id}`))
    .map(({ type, id }) => `${type} ${id} is lost.`)
  return [...twice, ...missing]
}

/** What the receiver must have heard of. */
export interface CrashTold {
  readonly type: string
  /** Of the message, note, run or conversation. */
  readonly id: string
}

/** Sentences about what was broken; none when every promise was kept. */
export function brokenPromises({ events, talks, calls, runs, texts, log }: Outcome): readonly string[] {
  const byId = new Map(runs.map((run) => [run.id, run]))
  return [
    ...events.filter(({ runId }) => runId === undefined).map(({ key }) => `${key} was never taken.`),
    ...repeatedSteps(log),
    ...events.flatMap((event) => {
      const run = event.runId === undefined ? undefined : byId.get(event.runId)
      if (run === undefined) return [`${event.key}: the acknowledged run ${event.runId} is lost.`]
      if (!isFinal(run.status)) return [`${event.key}: the run ${run.id} is still ${run.status}.`]
      return textProblems(event, run, texts)
    }),
    ...calls.flatMap((call) => callProblems(call, call.runId === undefined ? undefined : byId.get(call.runId), texts)),
    ...sendersOf(texts).flatMap((runId) => (byId.has(runId) ? [] : [`The run ${runId} has texted and is not stored.`])),
    ...repeatedTexts(texts),
    ...talks.flatMap((talk) => talkProblems(talk, talk.runId === undefined ? undefined : byId.get(talk.runId), texts)),
  ]
}

/** The runs that have texted. */
export function sendersOf(texts: Texts): readonly string[] {
  const keys = Object.values(texts).flatMap((ofCarrier) => Object.keys(ofCarrier))
  return [...new Set(keys.map((key) => key.slice(0, key.indexOf('.'))))]
}

/** A caller that was answered has a run that has ended and has texted. What became of the runs of unanswered calls is open. */
function callProblems({ contact, runId }: CrashCall, run: RunResource | undefined, texts: Texts): readonly string[] {
  if (runId === undefined) return [`The call for ${contact} was never answered.`]
  if (run === undefined) return [`The call for ${contact}: the acknowledged run ${runId} is lost.`]
  const sent = texts.searchable?.[`${runId}.${TELL}.1`] ?? 0
  return run.status === 'succeeded' && sent === 1
    ? []
    : [`The call for ${contact}: run ${runId} ${run.status}, ${sent} texts.`]
}

/** Also of runs whose caller was not answered. */
function repeatedTexts(texts: Texts): readonly string[] {
  const calls = Object.entries(texts.searchable ?? {}).filter(([key]) => key.endsWith(`.${TELL}.1`))
  return calls.flatMap(([key, count]) => (count === 1 ? [] : [`The text ${key} was sent ${count} times.`]))
}

/** A text starts one run, its answer goes to that run, and the contact gets one question and one answer. */
function talkProblems(talk: CrashTalk, run: RunResource | undefined, texts: Texts): readonly string[] {
  const { key, runId, answeredRunId } = talk
  if (runId === undefined || answeredRunId === undefined) return [`${key}: the text or its answer was never taken.`]
  if (run === undefined) return [`${key}: the acknowledged run ${runId} is lost.`]
  const sent = [`${runId}.${QUESTION}.1`, `${runId}.13.1`].map((id) => texts.keyed?.[id] ?? 0)
  const reply = run.steps.find(({ nodeId }) => nodeId === QUESTION)?.outputs.reply
  const text = typeof reply === 'object' && reply !== null && 'text' in reply ? reply.text : undefined
  const isFine =
    run.status === 'succeeded' && answeredRunId === runId && text === answerTo(talk) && sent.join() === '1,1'
  return isFine
    ? []
    : [`${key}: run ${runId} ${run.status}, answered by ${answeredRunId} with ${text}, texts ${sent.join()}.`]
}

function repeatedSteps(log: readonly CrashLine[]): readonly string[] {
  const stored = new Set<string>()
  return log.flatMap((line) => {
    if (line.kind === 'kill') return []
    const step = `step ${line.seq} of run ${line.runId}`
    if (line.kind === 'start') return stored.has(step) ? [`The finished ${step} began again.`] : []
    if (stored.has(step)) return [`The finished ${step} was stored again.`]
    stored.add(step)
    return []
  })
}

function textProblems({ carrier, key }: CrashEvent, run: RunResource, texts: Texts): readonly string[] {
  const count = Object.entries(texts[carrier] ?? {})
    .filter(([id]) => id.startsWith(`${run.id}.`))
    .reduce((sum, [, sent]) => sum + sent, 0)
  const code = run.steps.find(({ nodeId }) => nodeId === 3)?.error?.code
  const what = `${key}: ${count} texts at the ${carrier} carrier, run ${run.status}, ${code ?? 'no error'}.`
  if (carrier !== 'neither') return count === 1 && run.status === 'succeeded' ? [] : [what]
  const isFine =
    code === undefined ? count === 1 && run.status === 'succeeded' : code === 'OUTCOME_UNKNOWN' && count <= 1
  return isFine ? [] : [what]
}
