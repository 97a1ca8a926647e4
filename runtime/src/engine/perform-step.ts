import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@patchbay/shared/errors'
import { FAILURE_EXIT, isFailureExit } from '@patchbay/shared/flow'
import { jsonSize, MAX_STEP_CHARACTERS } from '@patchbay/shared/json'
import { createOpenedAccounts } from '../accounts/opened-accounts.ts'
import type { AccountPort } from '../kit/account.ts'
import type { StepResult, StepWait, WaitState } from '../kit/node.ts'
import { pauseBeforeNextTry } from '../kit/retry.ts'
import { toRunError } from '../kit/run-error.ts'
import type { StoredWait } from '../store/runs/run-records.ts'
import { handOverKey, receiptKey, replyKey } from '../store/runs/wait-keys.ts'
import type { ActiveRun } from './active-run.ts'
import { askOtherSide } from './ask-other-side.ts'
import type { ChildRunsMaker } from './child-runs.ts'
import { type Deadline, deadlineOf, untilDeadline } from './deadline.ts'
import type { EngineServices } from './engine-api.ts'
import type { RenderedInputs } from './input-renderer.ts'
import { messagesOf } from './messages-of.ts'
import { readPeople, usedPeople, withPeople } from './people.ts'
import { repeatPolicyOf } from './repeat-policy.ts'
import { type Scope, setDateTime } from './scope.ts'
import { createStepContexts } from './step-context.ts'
import { type AttemptTimes, attemptOf, type Visit } from './visit.ts'

/** A pause up to this long keeps the run in memory; for a longer one the run is parked. */
const IN_PLACE_MS = 5_000

export interface PerformOptions {
  readonly services: EngineServices
  readonly accounts: AccountPort
  /** Makes what an action uses to start runs. */
  readonly childRuns: ChildRunsMaker
  readonly random: () => number
  /** Called with faults in our own code. The run survives them as a failed step. */
  onFault(error: unknown, run: { readonly runId: string; readonly nodeId: number }): void
}

/** How one visit of an action ended. */
export type Performance =
  | { readonly kind: 'done'; readonly inputs: RenderedInputs; readonly result: StepResult }
  /** The run must be parked. */
  | { readonly kind: 'wait'; readonly inputs: RenderedInputs; readonly park: Parking }
  /** The process stopped during the call; its outcome is unknown. */
  | { readonly kind: 'interrupted' }

export interface Parking {
  readonly waitingFor: string
  readonly until: Date
  readonly wait: StoredWait
  /** By which what ends the wait is found. */
  readonly key?: string
  /** The wait was stored by a process that died before it could send its message. */
  readonly isAnnounced: boolean
  /** Called once the wait is stored. A result ends the wait. */
  readonly afterCommit?: () => Promise<StepResult | StepWait | WaitState | undefined>
}

type Done = Extract<Performance, { readonly kind: 'done' }>
type TryTimes = Omit<AttemptTimes, 'waitMs'>

/** Runs actions: renders their inputs, retries them as their settings say, and ends them at their deadline. */
export function createStepPerformer({ services, accounts, childRuns, random, onFault }: PerformOptions) {
  const opened = createOpenedAccounts(accounts)
  const contextOf = createStepContexts({ services, opened, childRuns })

  function perform(run: ActiveRun, visit: Visit): Promise<Performance> {
    const { node } = visit
    if (node.passThrough !== undefined) return Promise.resolve(passedThrough(node.passThrough))
    const deadline = deadlineOf(run, node, visit.startedAt)
    return attemptOften(run, visit, deadline)
  }

  async function attemptOften(run: ActiveRun, visit: Visit, deadline: Deadline | undefined): Promise<Performance> {
    for (;;) {
      const times = { startedAt: services.now(), startedMs: performance.now() }
      const performed = await attempt(run, visit, deadline)
      if (performed.kind !== 'done' || performed.result.error === undefined) return performed
      const waitMs = await pauseAfter(run, visit, performed, deadline)
      if (waitMs === undefined) return performed
      visit.attempts.push(attemptOf(run, performed.result.error, { ...times, waitMs }))
      if (waitMs > IN_PLACE_MS || !(await paused(waitMs, run.abort.signal))) {
        return { kind: 'wait', inputs: performed.inputs, park: retryParking(run, visit, waitMs) }
      }
    }
  }

  /** What takes the place of a wait whose message could not be sent: another wait, a pause before the next try, or none. */
  async function waitInstead(
    run: ActiveRun,
    visit: Visit,
    { inputs, result }: { readonly inputs: RenderedInputs; readonly result: StepResult | StepWait },
    times: TryTimes,
  ): Promise<Parking | undefined> {
    const deadline = deadlineOf(run, visit.node, visit.startedAt)
    if ('wait' in result) return parkingOf(run, visit, result, deadline)
    const { error } = result
    if (error === undefined) return undefined
    const waitMs = await pauseAfter(run, visit, { kind: 'done', inputs, result }, deadline)
    if (waitMs === undefined) return undefined
    visit.attempts.push(attemptOf(run, error, { ...times, waitMs }))
    return retryParking(run, visit, waitMs)
  }

  /** Masks what the action returns, because a service may echo the secrets of an account that this run has opened, or its token. */
  async function attempt(run: ActiveRun, visit: Visit, deadline: Deadline | undefined): Promise<Performance> {
    const performed = await tryOnce(run, visit, deadline)
    if (performed.kind !== 'done') return performed
    const result = opened.hide(run, performed.result)
    return result === performed.result ? performed : { ...performed, result }
  }

  /** Turns whatever is thrown into a failed step. */
  async function tryOnce(run: ActiveRun, visit: Visit, deadline: Deadline | undefined): Promise<Performance> {
    const { signal } = run.abort
    let inputs = noInputs
    try {
      const { render } = visit.node
      if (render.readsDateTime) setDateTime(run.scope, visit.startedAt, run.plan.settings.timeZone)
      // Most steps read nobody, and go on without a turn of the event loop.
      inputs = render(render.readsPeople.size === 0 ? run.scope : await scopeOf(run, visit))
      const unknown = run.mayHaveStarted ? await outcomeUnknown(run, visit, inputs) : undefined
      if (unknown !== undefined) {
        if ('wait' in unknown) return { kind: 'wait', inputs, park: parkingOf(run, visit, unknown, deadline) }
        return { kind: 'done', inputs, result: unknown }
      }
      const result =
        deadline === undefined
          ? await call(run, visit, inputs, signal)
          : await untilDeadline({ deadline, now: services.now(), signal }, (limited) =>
              call(run, visit, inputs, limited),
            )
      if ('wait' in result) return { kind: 'wait', inputs, park: parkingOf(run, visit, result, deadline) }
      requireSize(result)
      return result.error !== undefined && signal.aborted ? interrupted : { kind: 'done', inputs, result }
    } catch (error) {
      return signal.aborted ? interrupted : { kind: 'done', inputs, result: failure(error, run, visit) }
    }
  }

  /** The variables of a visit that reads `$contact` or `$conversation`. Both stay as they are for as long as it takes. */
  async function scopeOf(run: ActiveRun, visit: Visit): Promise<Scope> {
    const { readsPeople } = visit.node.render
    if (visit.people !== undefined) return withPeople(run.scope, visit.people)
    await readPeople(run, readsPeople, services)
    visit.people = usedPeople(run.scope, readsPeople)
    return run.scope
  }

  /** Calls `run` of the action, or `resume` after its wait. */
  function call(
    run: ActiveRun,
    visit: Visit,
    inputs: RenderedInputs,
    signal: AbortSignal,
  ): Promise<StepResult | StepWait> {
    const { module, prepared } = visit.node
    const context = contextOf(run, visit, signal)
    const { pending } = visit
    if (pending?.wait.kind !== 'action' || pending.wake === null || module.resume === undefined) {
      return module.run(inputs.values, context, prepared)
    }
    visit.pending = null
    const { wait, wake } = pending
    const event = wake.reason === 'event' ? wake.event : {}
    const wokenBy = { reason: wake.reason, event, state: run.plan.mask.open(wait.state) }
    return module.resume(inputs.values, context, wokenBy, prepared)
  }

  /** After a crash: the result of an action that must not run twice and whose outcome is not stored. */
  async function outcomeUnknown(
    run: ActiveRun,
    visit: Visit,
    inputs: RenderedInputs,
  ): Promise<StepResult | StepWait | undefined> {
    run.mayHaveStarted = false
    // `resume` may be called twice by contract.
    if (visit.pending?.wait.kind === 'action' && visit.pending.wake !== null) return undefined
    const policy = await repeatPolicyOf(visit.node.definition, inputs.values, messagesOf(run, services), run.address)
    if (policy !== 'never') return undefined
    const found = await askAbout(run, visit, inputs)
    if (found === 'not-done') return undefined
    if (found !== undefined) return found
    const message = 'The server stopped while this action was under way, so nobody knows whether it was done.'
    const help = 'Check with the other service. The action was not tried again, so that it cannot happen twice.'
    return { exit: FAILURE_EXIT, error: { code: 'OUTCOME_UNKNOWN', message, help, nodeId: visit.node.id } }
  }

  /** Asks the provider whether the step was done. Undefined when it cannot say. */
  async function askAbout(
    run: ActiveRun,
    visit: Visit,
    inputs: RenderedInputs,
  ): Promise<StepResult | StepWait | 'not-done' | undefined> {
    const { prepared, module } = visit.node
    const { find } = module
    if (find === undefined) return undefined
    const { signal } = run.abort
    const context = contextOf(run, visit, signal)
    return askOtherSide({ ask: () => find(inputs.values, context, prepared), signal })
  }

  function failure(thrown: unknown, run: ActiveRun, { node }: Visit): StepResult {
    const error = toRunError(thrown)
    if (error.code === 'INTERNAL') onFault(thrown, { runId: run.id, nodeId: node.id })
    return { exit: FAILURE_EXIT, outputs: { error: error.code }, error }
  }

  /** Milliseconds before the next try; undefined when this one was the last. */
  async function pauseAfter(
    run: ActiveRun,
    visit: Visit,
    { inputs, result }: Done,
    deadline: Deadline | undefined,
  ): Promise<number | undefined> {
    const { retry = result.retryAdvice?.unlessChosen, definition } = visit.node
    if (retry === undefined || !isFailureExit(result.exit) || run.isCancelled) return undefined
    const policy = await repeatPolicyOf(definition, inputs.values, messagesOf(run, services), run.address)
    const waitMs = pauseBeforeNextTry({ retry, policy, result, tries: visit.attempts.length + 1, random: random() })
    if (waitMs === undefined || deadline === undefined) return waitMs
    return services.now().getTime() + waitMs < deadline.at.getTime() ? waitMs : undefined
  }

  function parkingOf(run: ActiveRun, visit: Visit, asked: StepWait, deadline: Deadline | undefined): Parking {
    const { wait, afterCommit } = asked
    return {
      waitingFor: wait.for,
      until: deadline !== undefined && deadline.at < wait.until ? deadline.at : wait.until,
      wait: {
        ...waitOf(run, visit, wait.again === true ? 'retry' : 'action'),
        state: run.plan.mask.seal(opened.hide(run, wait.state ?? {})),
        ...(wait.turns === undefined ? {} : { turns: wait.turns }),
      },
      isAnnounced: wait.again !== true && isAnnounced(visit),
      ...keyOf(wait),
      // `afterCommit` must not throw either.
      ...(afterCommit === undefined
        ? {}
        : {
            afterCommit: async () => {
              const result = await afterCommit().catch((error) => failure(error, run, visit))
              if (result !== undefined && 'wait' in result) return result
              const hidden = opened.hide(run, result)
              return hidden !== undefined && 'state' in hidden ? { state: run.plan.mask.seal(hidden.state) } : hidden
            },
          }),
    }
  }

  function retryParking(run: ActiveRun, visit: Visit, waitMs: number): Parking {
    const until = new Date(services.now().getTime() + waitMs)
    return { waitingFor: 'retry', until, wait: waitOf(run, visit, 'retry'), isAnnounced: false }
  }

  return { perform, waitInstead }
}

/** @throws AppError VALUE_TOO_LARGE when what the step leaves behind could not be stored with ease */
function requireSize({ outputs, variables }: StepResult): void {
  const size = jsonSize(outputs ?? {}, MAX_RESULT_CHARACTERS)
  if (size + jsonSize(variables ?? {}, MAX_RESULT_CHARACTERS - size) <= MAX_RESULT_CHARACTERS) return
  const most = MAX_RESULT_CHARACTERS.toLocaleString('en')
  const message = `The values that this action leaves behind have more than ${most} characters together.`
  throw new AppError('VALUE_TOO_LARGE', message, { extra: { help: 'Take smaller parts of the values.' } })
}

/** A reply, and as much again in variables that are taken from it. */
const MAX_RESULT_CHARACTERS = 2 * MAX_STEP_CHARACTERS

const interrupted: Performance = { kind: 'interrupted' }

function passedThrough(exit: string): Performance {
  return { kind: 'done', inputs: noInputs, result: { exit } }
}

const noInputs: RenderedInputs = { values: {}, shown: {}, missing: [] }

/** Whether the process that stored this wait died before it recorded that the message was sent. */
function isAnnounced({ pending }: Visit): boolean {
  return pending?.wait.kind === 'action' && pending.wake === null
}

function waitOf({ plan }: ActiveRun, { startedAt, attempts, people }: Visit, kind: StoredWait['kind']): StoredWait {
  const used = people === undefined ? {} : { people: plan.mask.seal(people) }
  return { kind, startedAt: startedAt.toISOString(), attempts, state: {}, ...used }
}

function keyOf({ conversation, receiptOf, handOverOf }: StepWait['wait']): Pick<Parking, 'key'> {
  if (conversation !== undefined) return { key: replyKey(conversation) }
  if (handOverOf !== undefined) return { key: handOverKey(handOverOf) }
  if (receiptOf === undefined) return {}
  return { key: receiptKey({ accountId: receiptOf.accountId, providerId: receiptOf.messageId }) }
}

/** Waits. False when the signal is aborted meanwhile. */
function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms === 0) return Promise.resolve(!signal.aborted)
  return pause(ms, true, { signal }).catch(() => false)
}
