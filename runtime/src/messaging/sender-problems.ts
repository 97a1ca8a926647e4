import type { Address } from '@patchbay/shared/api'
import { listReferences } from '@patchbay/shared/expressions'
import { type Flow, type FlowNode, type FlowProblem, inputAt, schemaAt, titleOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { ChannelKinds } from './channel-kinds.ts'

export interface OurAddresses {
  readonly kinds: ChannelKinds
  /** Undefined when the address is none of ours. */
  readonly find: (address: Address) => Promise<unknown>
}

/**
 * A warning for every action that sends from an address that is written out and none of ours. No error, because the
 * address may be added after the deploy.
 */
export async function senderProblems(
  flow: Flow,
  definitionOf: (node: FlowNode) => NodeDefinition | undefined,
  { kinds, find }: OurAddresses,
): Promise<readonly FlowProblem[]> {
  const problems: FlowProblem[] = []
  for (const node of flow.nodes) {
    const sender = node.disabled === true ? undefined : senderOf(node, definitionOf(node))
    if (sender === undefined) continue
    const { channel, written, field, title } = sender
    const value = kinds.get(channel)?.normalise(written) ?? written
    if ((await find({ channel, value })) !== undefined) continue
    const { many } = kinds.wordsOf(channel)
    const message = `${title}: \`${written.slice(0, 40)}\` is not one of our ${many}. Choose one of them, or add it.`
    problems.push({ severity: 'warning', nodeId: node.id, path: `inputs.${field}`, code: 'INPUT_INVALID', message })
  }
  return problems
}

/** The address that an action sends from, when it is the same in every run. */
function senderOf(node: FlowNode, definition: NodeDefinition | undefined) {
  const rule = definition?.repeat
  if (definition === undefined || typeof rule !== 'object' || !('channelOf' in rule)) return undefined
  const { channelOf: field, channel } = rule
  const written = inputAt(node.inputs, [field])
  if (typeof written !== 'string' || written.trim() === '' || listReferences(written).length > 0) return undefined
  const schema = schemaAt(definition.inputs, [field])
  return { channel, field, written: written.trim(), title: schema === undefined ? field : titleOf(schema, [field]) }
}
