import { type Flow, type FlowNode, type FlowProblem, isJumpedInto } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { jumpTriggers } from '../engine/jump-target.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import { THIS_FLOW } from '../nodes/logic/jump-to/definition.ts'

/** The flows that a jump may lead to: the flow itself, and live ones with a trigger that jumps start. */
export function createJumpOptions(liveFlows: Pick<LiveFlows, 'all'>): OptionSource {
  return async (query) => {
    const others = liveFlows.all().flatMap(({ flowId, name, plan }) => {
      const triggers = jumpTriggers(plan)
      if (triggers.length === 0) return []
      const which = triggers.length === 1 ? '' : ` (${triggers.map((id) => `#${id}`).join(', ')})`
      return [{ value: flowId, label: `${name}${which}` }]
    })
    const inOrder = others.toSorted((one, other) => one.label.localeCompare(other.label))
    return pageOfOptions([{ value: THIS_FLOW, label: 'This flow' }, ...inOrder], query)
  }
}

/** Jumps that would lead nowhere. */
export function jumpProblems(
  flow: Flow,
  definitionOf: (node: FlowNode) => NodeDefinition | undefined,
  liveFlows: Pick<LiveFlows, 'get'>,
): FlowProblem[] {
  const own = flow.nodes
    .filter((node) => node.disabled !== true && isJumpedInto(definitionOf(node)?.listens))
    .map(({ id }) => id)
  return flow.nodes.flatMap((node): FlowProblem[] => {
    const jumps = definitionOf(node)?.jumps
    if (jumps === undefined || node.disabled === true) return []
    const target = node.inputs[jumps.flowField]
    if (typeof target !== 'string' || target === '') return []
    const number = node.inputs[jumps.numberField]
    const message = target === THIS_FLOW ? missingIn('This flow', own, number) : missing(liveFlows.get(target), number)
    if (message === undefined) return []
    const path = `inputs.${jumps.flowField}`
    return [{ severity: 'error', nodeId: node.id, path, code: 'INPUT_INVALID', message }]
  })
}

function missing(live: ReturnType<LiveFlows['get']>, number: unknown): string | undefined {
  if (live === undefined) return 'The flow to jump into is not live. Deploy it, or choose another one.'
  return missingIn(`The live version of "${live.name}"`, jumpTriggers(live.plan), number)
}

function missingIn(flow: string, triggers: readonly number[], number: unknown): string | undefined {
  if (triggers.length === 0) return `${flow} has no Jump From. Add one, or choose another flow.`
  if (typeof number !== 'number' || triggers.includes(number)) return undefined
  return `${flow} has no Jump From with the number ${number}.`
}
