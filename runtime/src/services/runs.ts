import type {
  Page,
  ReplayRequest,
  RunFile,
  RunListItem,
  RunResource,
  RunsQuery,
  StepResource,
} from '@patchbay/shared/api'
import { SMS_CHANNEL } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { Plans } from '../engine/plans.ts'
import { canReplay } from '../engine/replay-run.ts'
import { requireId } from '../kit/ids.ts'
import { readTime } from '../kit/read-time.ts'
import { showSealed } from '../platform/secrets/mask.ts'
import type { StepRow } from '../store/runs/run-records.ts'
import type { RunDetail, RunListOptions, RunRepository, RunRow } from '../store/runs/run-repository.ts'
import { pageRequest } from './page.ts'
import { createSearchQueue } from './search-queue.ts'

export interface Runs {
  /** @throws AppError TOO_MANY_REQUESTS when too many searches of this caller are under way */
  list(query: RunsQuery, caller: string): Promise<Page<RunListItem>>
  /** @throws AppError RUN_NOT_FOUND */
  get(id: string): Promise<RunResource>
  /** Ends the run now or after the step under way. @throws AppError RUN_NOT_FOUND, RUN_FINISHED */
  cancel(id: string): Promise<RunResource>
  /**
   * Starts a run that repeats this one, on the live version if that has the same trigger and action, else on the
   * version of this run. A test is repeated on its draft.
   * @throws AppError RUN_NOT_FOUND, INVALID_INPUT, FLOW_NOT_LIVE, TOO_MANY_REQUESTS and the errors of the trigger
   */
  replay(id: string, request: ReplayRequest): Promise<RunResource>
  /** As `replay`, and returns the id of the new run without reading it. */
  again(id: string, request: ReplayRequest): Promise<string>
}

export interface RunsOptions {
  readonly runs: RunRepository
  readonly engine: Engine
  readonly liveFlows: LiveFlows
  readonly plans: Plans
  readonly filesOf: (runId: string) => Promise<readonly RunFile[]>
  /** An address or contact as its channel shows it to people. */
  readonly show: Show
}

type Show = (channel: string, value: string) => string

/** Runs as people see them: with masked secrets. */
export function createRuns({ runs, engine, liveFlows, plans, filesOf, show }: RunsOptions): Runs {
  const searching = createSearchQueue()
  const idOf = (id: string) => requireId(id, 'RUN_NOT_FOUND', 'There is no such run.')
  const read = async (id: string): Promise<RunResource> => {
    const [run, files] = await Promise.all([runs.get(id), filesOf(id)])
    return toResource(run, files, show)
  }
  async function again(id: string, { fromStep = 1, input }: ReplayRequest): Promise<string> {
    const origin = await runs.get(idOf(id))
    // The body was parsed from JSON.
    const edited = input === undefined ? {} : { input: input as JsonObject }
    const live = origin.test === null ? liveFlows.get(origin.flowId)?.plan : undefined
    const isOnLive = live !== undefined && canReplay({ origin, plan: live, fromStep })
    const plan = isOnLive ? live : await plans.get(origin.flowId, origin.version)
    return (await engine.replay({ origin, plan, fromStep, ...edited })).runId
  }

  return {
    async list(query, caller) {
      const options = toOptions(query)
      const read = () => runs.list(options)
      const { items, next } = await (options.q === undefined ? read() : searching(caller, read))
      return { items: items.map((row) => toItem(row, show)), next }
    },
    get: (id) => read(idOf(id)),
    async cancel(id) {
      const outcome = await engine.cancel(idOf(id))
      if (outcome === 'missing') throw new AppError('RUN_NOT_FOUND', 'There is no such run.')
      if (outcome === 'final') throw new AppError('RUN_FINISHED', 'The run has ended already.')
      return read(idOf(id))
    },
    again,
    replay: async (id, request) => read(await again(id, request)),
  }
}

function toOptions(query: RunsQuery): RunListOptions {
  const { flowId, status, caught, contact, test, parentId, q } = query
  return {
    ...pageRequest(query),
    ...(flowId === undefined ? {} : { flowId }),
    ...(status === undefined ? {} : { status }),
    ...(caught === undefined ? {} : { caught: true }),
    ...(test === undefined ? {} : { isTest: test === 'true' }),
    ...(parentId === undefined ? {} : { parentId }),
    ...given('contact', contact),
    ...given('q', q),
    ...(query.from === undefined ? {} : { from: readTime('from', query.from) }),
    ...(query.to === undefined ? {} : { to: readTime('to', query.to) }),
  }
}

function given<Name extends string>(name: Name, text: string | undefined): { [Key in Name]?: string } {
  const trimmed = text?.trim() ?? ''
  // TypeScript does not see that a computed key of a literal type makes exactly this object.
  return (trimmed === '' ? {} : { [name]: trimmed }) as { [Key in Name]?: string }
}

function toItem(row: RunRow, show: Show): RunListItem {
  const { id, flowId, flowName, timeZone, version, status, trigger, contact, address, waitingFor } = row
  const { startedAt, finishedAt, error, failedStep, warnings } = row
  return {
    id,
    flowId,
    flowName,
    timeZone,
    version,
    test: row.test,
    status,
    trigger,
    contact,
    // A run that no message started has contacts by number.
    contactShown: contact === null ? null : show(address?.channel ?? SMS_CHANNEL, contact),
    channel: address?.channel ?? null,
    address: address?.value ?? null,
    addressShown: address === null ? null : show(address.channel, address.value),
    waitingFor,
    waitingUntil: row.waitingUntil?.toISOString() ?? null,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    error,
    failedStep,
    warnings,
    parent: toParent(row),
  }
}

function toParent({ parent, parentFlow }: RunRow): NonNullable<RunListItem['parent']> | null {
  if (parent === null) return null
  const { runId, nodeId, item, isAwaited } = parent
  return { runId, flowName: parentFlow, nodeId, item, isAwaited }
}

function toResource(run: RunDetail, files: readonly RunFile[], show: Show): RunResource {
  return {
    ...toItem(run, show),
    replayOf: run.replayOf,
    input: showSealed(run.input),
    // The result was masked when it was stored. Input and outputs are stored sealed, so that a resume can open them.
    result: run.result,
    startedRuns: run.startedRuns,
    steps: run.steps.map(toStep),
    files,
  }
}

function toStep(step: StepRow): StepResource {
  return {
    ...step,
    inputs: showSealed(step.inputs),
    outputs: showSealed(step.outputs),
    variables: showSealed(step.variables),
    startedAt: step.startedAt.toISOString(),
  }
}
