import {
  conditionHolds,
  exitsOf,
  type Flow,
  type FlowNode,
  type FlowSettings,
  type Retry,
  withDefaults,
} from '@patchbay/shared/flow'
import type { EventWords, NodeDefinition } from '@patchbay/shared/nodes'
import type { ActionModule } from '../kit/node.ts'
import type { TriggerModule } from '../kit/trigger.ts'
import type { Mask } from '../platform/secrets/mask.ts'
import { compileInputs, type InputRenderer } from './input-renderer.ts'
import type { NodeRegistry } from './node-registry.ts'

interface PlanNodeBase {
  readonly id: number
  readonly name: string
  readonly definition: NodeDefinition
  /** Key of its outputs in the scope, such as `EXTCALL_2`. */
  readonly outputKey: string
  /** Fills in the inputs that are for the end of a run which this node has begun. */
  readonly renderAtEnd: InputRenderer | undefined
  /** The node that follows each connected exit. */
  readonly next: ReadonlyMap<string, number>
  /** Ids of the exits that it has. */
  readonly exits: ReadonlySet<string>
}

export interface PlanTrigger extends PlanNodeBase {
  readonly kind: 'trigger'
  readonly module: TriggerModule
  /** Inputs with secrets unsealed. */
  readonly inputs: unknown
}

export interface PlanAction extends PlanNodeBase {
  readonly kind: 'action'
  readonly module: ActionModule
  readonly render: InputRenderer
  /** What `prepare` of the module returned, such as parsed queries. */
  readonly prepared: unknown
  /** Set on a disabled action: the exit it passes through, empty where it has none. */
  readonly passThrough: string | undefined
  /** Nothing outside changes by it, so that it may be done before the run is stored. */
  readonly changesNothing: boolean
  readonly retry: Retry | undefined
  readonly deadlineSeconds: number | undefined
}

export type PlanNode = PlanTrigger | PlanAction

export interface EventTrigger {
  readonly node: PlanTrigger
  readonly events: EventWords
}

/** A compiled flow version: templates and queries parsed, exits indexed, secrets unsealed, once. */
export interface Plan {
  readonly flowId: string
  readonly version: number
  readonly name: string
  readonly settings: FlowSettings
  readonly nodes: ReadonlyMap<number, PlanNode>
  /** Started once a run has ended. */
  readonly endTrigger: PlanTrigger | undefined
  /** Started by what happens in conversations. */
  readonly eventTriggers: readonly EventTrigger[]
  /** Hides the secrets of this flow in whatever is stored. */
  readonly mask: Mask
}

export interface PlanSource {
  readonly flowId: string
  readonly version: number
  readonly document: Flow
  readonly registry: NodeRegistry
  /** Plain secrets by id. */
  readonly secrets: ReadonlyMap<string, string>
  readonly mask: Mask
}

/**
 * Compiles a deployed document. Disabled triggers are left out. Nodes of a type that is no longer installed are left
 * out too; a run that reaches one fails.
 */
export function compilePlan(source: PlanSource): Plan {
  const next = nextByNode(source.document)
  const nodes = new Map<number, PlanNode>()
  for (const node of source.document.nodes) {
    const planned = planNode(node, next.get(node.id) ?? new Map(), source)
    if (planned !== undefined) nodes.set(node.id, planned)
  }
  const { flowId, version, document, mask } = source
  return {
    flowId,
    version,
    name: document.name,
    settings: document.settings,
    nodes,
    endTrigger: endTriggerOf(nodes),
    eventTriggers: eventTriggersOf(nodes),
    mask,
  }
}

function endTriggerOf(nodes: ReadonlyMap<number, PlanNode>): PlanTrigger | undefined {
  for (const node of nodes.values()) {
    const { listens } = node.definition
    if (node.kind === 'trigger' && listens !== undefined && 'end' in listens) return node
  }
  return undefined
}

function eventTriggersOf(nodes: ReadonlyMap<number, PlanNode>): readonly EventTrigger[] {
  return [...nodes.values()].flatMap((node) => {
    const { listens } = node.definition
    return node.kind === 'trigger' && listens !== undefined && 'events' in listens
      ? [{ node, events: listens.events }]
      : []
  })
}

function nextByNode(document: Flow): Map<number, Map<string, number>> {
  const next = new Map<number, Map<string, number>>()
  for (const { from, exit, to } of document.connections) {
    const exits = next.get(from) ?? new Map<string, number>()
    exits.set(exit, to)
    next.set(from, exits)
  }
  return next
}

function planNode(node: FlowNode, next: ReadonlyMap<string, number>, source: PlanSource): PlanNode | undefined {
  const module = source.registry.of(node)
  if (module === undefined) return undefined
  const { definition } = module
  const inputs = withDefaults(definition.inputs, node.inputs)
  const exits = exitsOf(definition, inputs)
  const render = compileInputs(definition, inputs, source.secrets)
  const base = {
    id: node.id,
    name: node.name,
    definition,
    outputKey: `${definition.variablePrefix}_${node.id}`,
    next,
    renderAtEnd: module.handsBack === undefined ? undefined : compileInputs(definition, inputs, source.secrets, true),
    exits: new Set(exits.map(({ id }) => id)),
  }
  if ('start' in module) {
    return node.disabled === true ? undefined : { ...base, kind: 'trigger', module, inputs: render({}).values }
  }
  const { changesNothing } = definition
  const passThrough = node.disabled === true ? (exits[0]?.id ?? '') : undefined
  return {
    ...base,
    kind: 'action',
    module,
    render,
    prepared: module.prepare?.(inputs),
    passThrough,
    changesNothing:
      passThrough !== undefined ||
      changesNothing === true ||
      (changesNothing !== undefined && conditionHolds(changesNothing, inputs)),
    retry: node.retry,
    deadlineSeconds: node.deadlineSeconds,
  }
}
