import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { ChildRuns, Jump } from '../kit/child-runs.ts'
import { type OpenRun, type Parent, TURN } from '../store/runs/run-records.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ActiveRun } from './active-run.ts'
import type { StartedRun } from './engine-api.ts'
import { itemRecord } from './item-record.ts'
import type { JumpTarget } from './jump-target.ts'
import { placeKey } from './place-key.ts'
import { meantIn } from './scope.ts'
import { type BegunRun, beginRun } from './start-run.ts'
import type { Visit } from './visit.ts'

/**
 * How many lists may stand within each other. A branch that jumps back to its own list multiplies runs with every round, so
 * the most steps of a run would end it far too late.
 */
const MOST_LISTS = 3

export interface ChildRunsOptions {
  readonly writer: Pick<RunWriter, 'accept'>
  readonly runs: Pick<RunRepository, 'childOutcomes'>
  /** @throws AppError FLOW_NOT_LIVE */
  jumpTarget(run: ActiveRun, jump: Jump): JumpTarget
  /** Works on a run here, or stores it for other processes. */
  take(begun: BegunRun): Promise<StartedRun>
  now(): Date
}

export type ChildRunsMaker = ReturnType<typeof createChildRuns>

/** Makes what an action uses to start runs. `hide` masks what may not leave its flow. */
export function createChildRuns({ writer, runs, jumpTarget, take, now }: ChildRunsOptions) {
  return (run: ActiveRun, { node, count: visit }: Visit, hide: (values: JsonObject) => JsonObject): ChildRuns => {
    const steps = run.seq + (run.parent?.steps ?? 0)
    const listsAbove = run.parent?.lists ?? 0
    const parentOf = (item: number, isAwaited: boolean, lists: number): Parent => {
      return { runId: run.id, nodeId: node.id, visit, item, isAwaited, steps, ...(lists === 0 ? {} : { lists }) }
    }
    const dedupeOf = (item: number) => placeKey(run.id, `${node.id}.${visit}.${item}`, now())
    return {
      async startItems({ exit, first, outputs }) {
        if (listsAbove >= MOST_LISTS) throw tooDeep()
        const records = outputs.map((single, index) => {
          const item = first + index
          const record = itemRecord({
            run,
            node,
            exit,
            parent: parentOf(item, true, listsAbove + 1),
            outputs: single,
            runId: uuidv7(),
            now: now(),
          })
          return { ...record, dedupe: dedupeOf(item), ...heldUnless(record.final !== undefined) }
        })
        await Promise.all(records.map((record) => writer.accept(record)))
      },
      async jump(asked) {
        const { plan, triggerNodeId } = jumpTarget(run, asked)
        const { ANI = '', DNIS = '' } = run.scope
        const event = {
          data: { ANI, DNIS, values: hide(asked.values), ...meantIn(run.scope) },
          ...(run.contact === null ? {} : { contact: run.contact }),
        }
        const parent = parentOf(0, asked.isAwaited, listsAbove)
        const start = { live: { plan }, triggerNodeId, event, parent, test: run.test, dedupe: dedupeOf(0) }
        const begun = beginRun({ ...start, runId: uuidv7(), now: now() })
        if (!asked.isAwaited) return { runId: (await take(begun)).runId }
        const { record } = begun
        const isOver = record.final !== undefined
        return { runId: (await writer.accept({ ...record, status: 'queued', ...heldUnless(isOver) })).runId }
      },
      outcomes: (from = 0) => runs.childOutcomes({ parentId: run.id, nodeId: node.id, visit, from }),
    }
  }
}

function tooDeep(): AppError {
  const message = `This list stands within ${MOST_LISTS} others, and no further one is begun.`
  const help = 'Look for a branch that jumps back to its own For Each.'
  return new AppError('STEP_LIMIT', message, { extra: { help } })
}

function heldUnless(isOver: boolean) {
  return isOver ? {} : ({ held: { until: null, for: TURN } } as const)
}

export interface ChildTurnsOptions {
  readonly writer: Pick<RunWriter, 'advance' | 'parentsToAdvance'>
  isStopping(): boolean
  /** Runs a claim. What it claims counts as owned from its commit on. */
  claim(take: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
  /** Continues a run that this process has just claimed. */
  resume(open: OpenRun): Promise<void>
  cancel(runId: string): Promise<unknown>
  onError(error: unknown): void
}

/**
 * Lets runs that others have started take their turns, and their parents go on. What comes next is always decided from
 * what is stored, so a call too many changes nothing, and what a dead process has left is found by `sweep`.
 */
export interface TurnsOfChildren {
  /** Called when a child has ended, when its parent waits, and when the parent has ended. */
  advance(parentId: string): void
  sweep(): Promise<void>
}

/** How many parents a sweep looks after. The next one follows. */
const MOST_SWEPT = 200

export function createTurnsOfChildren(options: ChildTurnsOptions): TurnsOfChildren {
  const { writer, isStopping, claim, resume, cancel, onError } = options
  /** Parents that are being looked after; true when there is news of one meanwhile. */
  const underWay = new Map<string, boolean>()

  async function step(parentId: string): Promise<void> {
    let toCancel: readonly string[] = []
    const claimed = await claim(async () => {
      const next = await writer.advance(parentId)
      toCancel = next.toCancel
      return next.claimed
    })
    for (const open of claimed) await resume(open)
    for (const runId of toCancel) await cancel(runId)
  }

  async function advance(parentId: string): Promise<void> {
    const isBusy = underWay.has(parentId)
    underWay.set(parentId, isBusy)
    if (isBusy) return
    try {
      do {
        underWay.set(parentId, false)
        if (isStopping()) return
        await step(parentId)
      } while (underWay.get(parentId) === true)
    } finally {
      underWay.delete(parentId)
    }
  }

  return {
    advance: (parentId) => void advance(parentId).catch(onError),
    async sweep() {
      for (const parentId of await writer.parentsToAdvance(MOST_SWEPT)) await advance(parentId)
    },
  }
}

/** For a process that knows no flows to jump into. */
export function noJumpTarget(): never {
  throw new AppError('FLOW_NOT_LIVE', 'The flow is not live.')
}
