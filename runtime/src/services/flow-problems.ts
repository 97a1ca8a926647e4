import type { Address } from '@patchbay/shared/api'
import { checkFlow, type Flow, type FlowProblem, listenedPaths, listProblems } from '@patchbay/shared/flow'
import type { AccountRepository } from '../accounts/account-repository.ts'
import { accountProblems } from '../accounts/account-uses.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { senderProblems } from '../messaging/sender-problems.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { TableRepository } from '../tables/table-repository.ts'
import { tableProblems } from '../tables/table-uses.ts'
import { inputProblems } from './input-problems.ts'
import { jumpProblems } from './jump-targets.ts'

export interface FlowProblemsOptions {
  readonly registry: NodeRegistry
  readonly vault: Vault
  readonly liveFlows: LiveFlows
  readonly accounts: Pick<AccountRepository, 'find'>
  /** True when accounts of this type have a bot. */
  readonly hasBot: (type: string) => boolean
  readonly kinds: ChannelKinds
  readonly tables: Pick<TableRepository, 'all'>
  /** One of our addresses; undefined when it is none. */
  readonly findAddress: (address: Address) => Promise<unknown>
}

/** Where the flow belongs: its id, if it was saved, and the addresses that start it. */
export interface FlowPlace {
  readonly flowId?: string
  readonly addresses?: readonly Address[]
}

export interface FlowProblems {
  /** What is wrong with a document, errors first; a bounded list. */
  all(flow: Flow, place: FlowPlace): Promise<FlowProblem[]>
  /** Problems that follow from the document alone, whatever else is stored. */
  ofDocument(flow: Flow, addresses?: readonly Address[]): FlowProblem[]
  /** Webhook paths that belong to another live flow or another action of this one. */
  pathsInUse(flow: Flow, flowId: string | undefined): FlowProblem[]
}

/** A flow that owns no secret, so secrets that an unsaved document refers to must be entered again. */
const NO_FLOW = '00000000-0000-0000-0000-000000000000'

export function createFlowProblems(options: FlowProblemsOptions): FlowProblems {
  const { registry, vault, liveFlows, accounts, hasBot, kinds, tables, findAddress } = options

  function pathsInUse(flow: Flow, flowId: string | undefined): FlowProblem[] {
    const seen = new Set<string>()
    return listenedPaths(flow, (node) => registry.of(node)?.definition).flatMap(
      ({ node, field, path }): FlowProblem[] => {
        const other = liveFlows.byWebhookPath(path)?.live
        const owner = seen.has(path) ? 'Another webhook of this flow' : foreignOwner(other, flowId)
        seen.add(path)
        if (owner === undefined) return []
        const message = `${owner} answers /hooks/${path} already. Choose another path.`
        return [{ severity: 'error', nodeId: node.id, path: `inputs.${field}`, code: 'PATH_IN_USE', message }]
      },
    )
  }

  function ofDocument(flow: Flow, addresses?: readonly Address[]): FlowProblem[] {
    const graph = checkFlow(flow, registry.catalog, addresses === undefined ? {} : { addresses })
    const known = new Set(graph.filter((problem) => problem.severity === 'error').map(placeOf))
    // An empty field is one problem, even where the schema refuses it for another reason, too.
    return [...graph, ...inputProblems(flow, registry).filter((problem) => !known.has(placeOf(problem)))]
  }

  return {
    pathsInUse,
    ofDocument,
    async all(flow, { flowId, addresses }) {
      const secrets = await vault.problemsOf(flowId ?? NO_FLOW, flow)
      const missing = await accountProblems(flow, registry, accounts, hasBot)
      const ours = { kinds, find: findAddress, ofFlow: addresses ?? [] }
      const senders = await senderProblems(flow, (node) => registry.of(node), ours)
      const jumps = jumpProblems(flow, (node) => registry.of(node)?.definition, liveFlows)
      const withoutTable = await tableProblems(flow, (node) => registry.of(node)?.definition, tables)
      const all = [
        ...ofDocument(flow, addresses),
        ...jumps,
        ...secrets,
        ...missing,
        ...senders,
        ...withoutTable,
        ...pathsInUse(flow, flowId),
      ]
      return listProblems(flow, all)
    },
  }
}

function foreignOwner(live: { flowId: string; name: string } | undefined, flowId: string | undefined) {
  return live === undefined || live.flowId === flowId ? undefined : `The flow "${live.name}"`
}

function placeOf({ nodeId, path }: FlowProblem): string {
  return `${nodeId ?? ''} ${path ?? ''}`
}
