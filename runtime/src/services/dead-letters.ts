import type { DeadLetterRangeQuery, DeadLetters, ReplayedDeadLetters, RunResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { requireId } from '../kit/ids.ts'
import { readTime } from '../kit/read-time.ts'
import type { DeadLetterRange, DeadLetterRepository } from '../store/runs/dead-letters.ts'
import type { Runs } from './runs.ts'

/** A call that takes longer ends with what it has done, before a proxy in front of it gives up. */
const MOST_MS = 20_000
const PAGE = 200

/** Events of a paused flow that nobody let start in time. */
export interface DeadLetterService {
  /** @throws AppError FLOW_NOT_FOUND */
  get(flowId: string): Promise<DeadLetters>
  /**
   * Starts a run for each, in the order in which they came.
   * @throws AppError FLOW_NOT_FOUND, INVALID_INPUT
   */
  replay(flowId: string, range: DeadLetterRangeQuery): Promise<ReplayedDeadLetters>
  /** One line of JSON for each, oldest first. @throws AppError FLOW_NOT_FOUND, INVALID_INPUT */
  export(flowId: string, range: DeadLetterRangeQuery): AsyncIterable<string>
}

export interface DeadLettersOptions {
  readonly deadLetters: DeadLetterRepository
  readonly runs: Pick<Runs, 'get' | 'again'>
  readonly now: () => Date
}

export function createDeadLetters({ deadLetters, runs, now }: DeadLettersOptions): DeadLetterService {
  /** The replay of a flow that is under way here. A second one waits, so that no event is done twice. */
  const underWay = new Map<string, Promise<unknown>>()

  async function* idsOf(range: DeadLetterRange): AsyncIterable<string> {
    for (let after: string | undefined; ; ) {
      const ids = await deadLetters.ids(range, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      yield* ids
      after = ids.at(-1)
      if (ids.length < PAGE) return
    }
  }

  async function replayAll(range: DeadLetterRange): Promise<ReplayedDeadLetters> {
    const until = now().getTime() + MOST_MS
    let [started, refused] = [0, 0]
    for await (const id of idsOf(range)) {
      if (now().getTime() > until) break
      try {
        await runs.again(id, {})
        started += 1
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        if (goesForAll.has(thrown.code)) break
        refused += 1
      }
    }
    const { count } = await deadLetters.count(range)
    return { started, refused, left: Math.max(0, count - refused) }
  }

  return {
    async get(flowId) {
      const { count, firstAt, lastAt } = await deadLetters.count({ flowId: idOf(flowId) })
      return { count, firstAt: firstAt?.toISOString() ?? null, lastAt: lastAt?.toISOString() ?? null }
    },

    async replay(flowId, query) {
      const range = toRange(flowId, query)
      const before = underWay.get(range.flowId) ?? Promise.resolve()
      const replayed = before.catch(() => undefined).then(() => replayAll(range))
      underWay.set(range.flowId, replayed)
      try {
        return await replayed
      } finally {
        if (underWay.get(range.flowId) === replayed) underWay.delete(range.flowId)
      }
    },

    export(flowId, query) {
      const range = toRange(flowId, query)
      return (async function* () {
        for await (const id of idsOf(range)) yield `${stringifyJson(toLine(await runs.get(id)))}\n`
      })()
    },
  }
}

/** Refusals that say nothing about the one event: the next would be refused, too. */
const goesForAll: ReadonlySet<string> = new Set(['TOO_MANY_REQUESTS', 'SHUTTING_DOWN', 'STORE_UNAVAILABLE'])

const idOf = (flowId: string) => requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')

function toRange(flowId: string, { from, to, first, last }: DeadLetterRangeQuery): DeadLetterRange {
  return {
    flowId: idOf(flowId),
    ...(from === undefined ? {} : { from: readTime('from', from) }),
    ...(to === undefined ? {} : { to: readTime('to', to) }),
    ...(first === undefined ? {} : { first: first.toLowerCase() }),
    ...(last === undefined ? {} : { last: last.toLowerCase() }),
  }
}

/** What the first step holds is the event as its trigger took it: of a webhook the request with its body as text. */
function toLine({ id, flowId, flowName, version, trigger, contact, channel, address, ...run }: RunResource): Json {
  return {
    runId: id,
    flowId,
    flowName,
    version,
    trigger: { ...trigger },
    acceptedAt: run.startedAt,
    endedAt: run.finishedAt,
    contact,
    channel,
    address,
    request: run.steps[0]?.outputs ?? run.input,
  }
}
