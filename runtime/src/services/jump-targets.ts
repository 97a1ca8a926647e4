import { type ExpectedInput, expectedInputsOf } from '@patchbay/shared/calls'
import type { Flow, FlowNode, FlowProblem } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { jumpTriggers } from '../engine/jump-target.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import { THIS_FLOW } from '../nodes/logic/jump-to/definition.ts'
import { isRecord } from '../platform/is-record.ts'

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

/** Jumps that would lead nowhere, or without what is expected there. */
export function jumpProblems(
  flow: Flow,
  definitionOf: (node: FlowNode) => NodeDefinition | undefined,
  liveFlows: Pick<LiveFlows, 'get'>,
): FlowProblem[] {
  const own = flow.nodes.filter(({ disabled }) => disabled !== true)
  const ownTargets = targetsIn(own.map((node) => ({ ...node, definition: definitionOf(node) })))
  return flow.nodes.flatMap((node): FlowProblem[] => {
    const jumps = definitionOf(node)?.jumps
    if (jumps === undefined || node.disabled === true) return []
    const flowId = node.inputs[jumps.flowField]
    if (typeof flowId !== 'string' || flowId === '') return []
    const place = { nodeId: node.id, path: `inputs.${jumps.flowField}`, code: 'INPUT_INVALID' } as const
    const live = flowId === THIS_FLOW ? undefined : liveFlows.get(flowId)
    if (flowId !== THIS_FLOW && live === undefined) return [{ severity: 'error', ...place, message: notLive }]
    const subject = live === undefined ? 'This flow' : `The live version of "${live.name}"`
    const targets = live === undefined ? ownTargets : targetsIn([...live.plan.nodes.values()])
    const number = node.inputs[jumps.numberField]
    const target = targets.find(({ id }) => typeof number !== 'number' || id === number)
    if (target === undefined) return [{ severity: 'error', ...place, message: missingIn(subject, targets, number) }]
    const passed = namesIn(node.inputs[jumps.valuesField])
    return target.expected
      .filter(({ name, required, default: otherwise }) => required && otherwise === '' && !passed.has(name))
      .map(({ name }) => {
        const message = `The Jump From #${target.id} expects a value "${name}". Add it, or the jump fails.`
        return { severity: 'warning', ...place, path: `inputs.${jumps.valuesField}`, message }
      })
  })
}

interface Target {
  readonly id: number
  readonly expected: readonly ExpectedInput[]
}

interface AnyNode {
  readonly id: number
  readonly definition: NodeDefinition | undefined
  readonly inputs?: unknown
}

/** Triggers that jumps start, the one with the lowest number first. */
function targetsIn(nodes: readonly AnyNode[]): readonly Target[] {
  const targets = nodes.flatMap(({ id, definition, inputs }): readonly Target[] => {
    const listens = definition?.listens
    if (listens === undefined || !('jump' in listens)) return []
    return [{ id, expected: expectedInputsOf(isRecord(inputs) ? inputs[listens.jump.expects] : []) }]
  })
  return targets.toSorted((one, other) => one.id - other.id)
}

function namesIn(rows: unknown): ReadonlySet<unknown> {
  return new Set(Array.isArray(rows) ? rows.map((row: unknown) => (isRecord(row) ? row.name : undefined)) : [])
}

const notLive = 'The flow to jump into is not live. Deploy it, or choose another one.'

function missingIn(subject: string, targets: readonly Target[], number: unknown): string {
  if (targets.length === 0) return `${subject} has no Jump From. Add one, or choose another flow.`
  return `${subject} has no Jump From with the number ${String(number)}.`
}
