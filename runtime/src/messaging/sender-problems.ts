import type { Address } from '@patchbay/shared/api'
import { listReferences } from '@patchbay/shared/expressions'
import { type Flow, type FlowNode, type FlowProblem, inputAt, schemaAt, titleOf } from '@patchbay/shared/flow'
import type { ChannelDefinition } from '../kit/channel.ts'
import type { NodeModule } from '../kit/node.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import { createReadAddresses } from './read-addresses.ts'

export interface OurAddresses {
  readonly kinds: ChannelKinds
  /** Undefined when the address is none of ours. */
  readonly find: (address: Address) => Promise<unknown>
  /** Those that start the flow, as far as they are known. */
  readonly ofFlow: readonly Address[]
}

/**
 * Problems of the actions that send: an address that is written out and none of ours, a contact that is none of the
 * channel, and as warnings what a channel will show in another form.
 */
export async function senderProblems(
  flow: Flow,
  moduleOf: (node: FlowNode) => NodeModule | undefined,
  ours: OurAddresses,
): Promise<readonly FlowProblem[]> {
  const problems: FlowProblem[] = []
  const read = createReadAddresses({ kinds: ours.kinds, ownerOf: ours.find })
  for (const node of flow.nodes) {
    const module = node.disabled === true ? undefined : moduleOf(node)
    const sender = module === undefined ? undefined : senderOf(node, module)
    if (module === undefined || sender === undefined) continue
    const from = sender.written === undefined ? undefined : await readSender(sender, sender.written, { ...ours, read })
    if (typeof from === 'string') problems.push(error(node, sender.field, from))
    const channels = channelsOf(from, ours)
    problems.push(...recipientProblems(node, sender, { channels, read }), ...contentProblems(node, module, channels))
  }
  return problems
}

type ReadAddresses = ReturnType<typeof createReadAddresses>

interface Sender {
  /** Absent: the address says which. */
  readonly channel: string | undefined
  readonly field: string
  readonly title: string
  /** The address, when it is the same in every run. */
  readonly written: string | undefined
  /** The contact, when it is the same in every run. */
  readonly recipient: { readonly field: string; readonly written: string } | undefined
}

function senderOf(node: FlowNode, { definition }: NodeModule): Sender | undefined {
  const rule = definition.repeat
  if (typeof rule !== 'object' || !('channelOf' in rule)) return undefined
  const { channelOf: field, channel, contactOf } = rule
  const schema = schemaAt(definition.inputs, [field])
  const title = schema === undefined ? field : titleOf(schema, [field])
  const contact = contactOf === undefined ? undefined : writtenAt(node, contactOf)
  const recipient =
    contactOf === undefined || contact === undefined ? undefined : { field: contactOf, written: contact }
  return { channel, field, title, written: writtenAt(node, field), recipient }
}

/** The text of an input without variables; undefined for any other. */
function writtenAt(node: FlowNode, field: string): string | undefined {
  const text = inputAt(node.inputs, [field])
  const isFixed = typeof text === 'string' && text.trim() !== '' && listReferences(text).length === 0
  return isFixed ? text.trim() : undefined
}

/** The contact has to be one of the only channel that the message may go through, or of one of them. */
function recipientProblems(
  node: FlowNode,
  { recipient }: Sender,
  { channels, read }: { readonly channels: readonly ChannelDefinition[]; readonly read: ReadAddresses },
): readonly FlowProblem[] {
  if (recipient === undefined) return []
  const { field, written } = recipient
  const found = channels.map(({ id }) => read.contactOf(id, written))
  const [first] = found
  if (first === undefined || typeof first === 'string' || found.some((contact) => typeof contact === 'string'))
    return []
  return [error(node, field, [first.message, first.help ?? ''].join(' ').trimEnd())]
}

/** The address, or a sentence that says why it is none of ours. */
async function readSender(
  { channel, title }: Sender,
  written: string,
  { kinds, find, read }: OurAddresses & { readonly read: ReadAddresses },
): Promise<Address | string> {
  const value = (id: string) => kinds.get(id)?.normalise(written) ?? written
  const address = channel === undefined ? await read.addressOf(written) : { channel, value: value(channel) }
  if ('code' in address && address.code !== 'NO_SUCH_ADDRESS') {
    return `${title}: ${[address.message, address.help ?? ''].join(' ').trimEnd()}`
  }
  if (!('code' in address) && (await find(address)) !== undefined) return address
  const many = 'code' in address ? 'addresses' : kinds.wordsOf(address.channel).many
  return `${title}: \`${written.slice(0, 40)}\` is not one of our ${many}. Choose one of them, or add it.`
}

/** The channels that messages may go through: that of the address, or those that start the flow. */
function channelsOf(from: Address | string | undefined, { kinds, ofFlow }: OurAddresses): readonly ChannelDefinition[] {
  const ids = typeof from === 'object' ? [from.channel] : ofFlow.map(({ channel }) => channel)
  return [...new Set(ids)].flatMap((id) => kinds.get(id) ?? [])
}

function contentProblems(
  node: FlowNode,
  module: NodeModule,
  channels: readonly ChannelDefinition[],
): readonly FlowProblem[] {
  if (!('channelWarnings' in module) || module.channelWarnings === undefined) return []
  const { channelWarnings } = module
  return channels.flatMap((channel) =>
    channelWarnings(node.inputs, channel).map(({ path, message }) => warning(node, path, message)),
  )
}

function warning(node: FlowNode, field: string, message: string): FlowProblem {
  return { ...error(node, field, message), severity: 'warning' }
}

function error({ id: nodeId }: FlowNode, field: string, message: string): FlowProblem {
  return { severity: 'error', nodeId, path: `inputs.${field}`, code: 'INPUT_INVALID', message }
}
