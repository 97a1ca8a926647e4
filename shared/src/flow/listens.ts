import type { EventWords, NodeDefinition } from '../nodes/index.ts'
import { inputAt, parseInputPath } from './input-path.ts'
import type { Flow, FlowNode } from './schema.ts'

type DefinitionOf = (node: FlowNode) => NodeDefinition | undefined

/** A path below `/hooks/` that a trigger of the flow answers, and the input that holds it. */
export interface ListenedPath {
  readonly node: FlowNode
  readonly field: string
  readonly path: string
}

/** The paths that the flow answers once it is live; empty ones are left out. */
export function listenedPaths({ nodes }: Flow, definitionOf: DefinitionOf): readonly ListenedPath[] {
  return nodes.flatMap((node) => {
    const listens = definitionOf(node)?.listens
    if (listens === undefined || !('path' in listens)) return []
    const path = inputAt(node.inputs, parseInputPath(listens.path))
    return typeof path === 'string' && path !== '' ? [{ node, field: listens.path, path }] : []
  })
}

/** The channels of whose addresses the flow waits for messages, each once, in order of the triggers. */
export function listenedChannels({ nodes }: Pick<Flow, 'nodes'>, definitionOf: DefinitionOf): readonly string[] {
  const channels = nodes.flatMap((node) => {
    const listens = definitionOf(node)?.listens
    return listens !== undefined && 'address' in listens ? [listens.address] : []
  })
  return [...new Set(channels)]
}

/** Whether another system starts the flow by this trigger with a request to an address of this server. */
export function isCalledByHttp(listens: NodeDefinition['listens']): boolean {
  return listens !== undefined && ('api' in listens || 'path' in listens)
}

/** Whether jumps, of its own flow or of others, lead to this trigger. */
export function isJumpedInto(listens: NodeDefinition['listens']): boolean {
  return listens !== undefined && 'jump' in listens
}

/** The types of stored events that start the flow once it is live, each once. */
export function listenedEvents({ nodes }: Pick<Flow, 'nodes'>, definitionOf: DefinitionOf): readonly string[] {
  const types = nodes.flatMap((node) => {
    const listens = definitionOf(node)?.listens
    if (node.disabled === true || listens === undefined || !('events' in listens)) return []
    return chosenWords(node.inputs, listens.events).flatMap((word) => listens.events.types[word] ?? [])
  })
  return [...new Set(types)]
}

/** The words that the inputs of a trigger choose. */
export function chosenWords(inputs: unknown, { field }: EventWords): readonly string[] {
  const chosen = inputAt(inputs, parseInputPath(field))
  return Array.isArray(chosen) ? chosen.filter((word) => typeof word === 'string') : []
}
