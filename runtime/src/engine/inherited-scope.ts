import { AppError } from '@patchbay/shared/errors'
import { ITEM, type Parent } from '../store/runs/run-records.ts'
import type { RunRepository, StoredRun } from '../store/runs/run-repository.ts'
import { timeOfId } from '../store/uuid.ts'
import type { Plan } from './plan.ts'
import { addStep, createScope, openedStep, type Scope } from './scope.ts'

/** How many are remembered. The items of a list share the values that their parent had. */
const REMEMBERED = 4

/** The variables that runs have left to those that they have started. */
export interface InheritedScopes {
  /**
   * What an item takes over from the run that has started it. That run waits meanwhile, so its steps are those that it
   * had when it started the item.
   * @throws AppError RUN_NOT_FOUND
   */
  of(parent: Parent, plan: Plan): Promise<Scope>
  /** What a run knew after its last stored step, read for this call only. */
  at(stored: StoredRun, plan: Plan): Promise<Scope>
}

export function createInheritedScopes(runs: Pick<RunRepository, 'stored'>): InheritedScopes {
  const remembered = new Map<string, Promise<Scope>>()

  async function read({ runId }: Parent, plan: Plan): Promise<Scope> {
    const stored = await runs.stored(runId)
    if (stored === undefined) throw new AppError('RUN_NOT_FOUND', 'The run that has started this one is gone.')
    return at(stored, plan)
  }

  async function at(stored: StoredRun, plan: Plan): Promise<Scope> {
    const scope = await begin(stored, plan)
    for (const step of stored.steps) {
      const node = plan.nodes.get(step.nodeId)
      if (node !== undefined) addStep(scope, node, openedStep(step, plan.mask))
    }
    return scope
  }

  async function begin({ id, input, parent, trigger }: StoredRun, plan: Plan): Promise<Scope> {
    const start = { runId: id, plan, item: plan.mask.open(input), startedAt: timeOfId(id) }
    if (trigger.type !== ITEM || parent === null) return createScope(start)
    return createScope(start, await of(parent, plan))
  }

  function of(parent: Parent, plan: Plan): Promise<Scope> {
    const key = `${parent.runId} ${parent.nodeId} ${parent.visit}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const scope = read(parent, plan)
    remembered.set(key, scope)
    scope.catch(() => remembered.delete(key))
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED) break
      remembered.delete(oldest)
    }
    return scope
  }

  return { of, at }
}
