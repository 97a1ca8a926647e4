import type {
  DeployResponse,
  FlowListItem,
  FlowResource,
  FlowVersionItem,
  FlowVersionResource,
  Page,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { canonicalFlow, checkRetired, type Flow, type FlowProblem, MAX_NAME_LENGTH } from '@patchbay/shared/flow'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { requireId } from '../kit/ids.ts'
import type { AddressRepository } from '../messaging/address-repository.ts'
import { stripSecrets } from '../platform/secrets/strip-secrets.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { FlowListOptions, FlowRecord, FlowRepository } from '../store/repositories/flow-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { FlowProblems } from './flow-problems.ts'
import type { FlowViews } from './flow-views.ts'
import { refuseErrors } from './refuse-errors.ts'

/** Every method that names a flow throws FLOW_NOT_FOUND when there is none. */
export interface Flows {
  /** @throws AppError INVALID_DOCUMENT, SECRET_MISSING */
  create(document: Flow, by: string): Promise<FlowResource>
  list(options: FlowListOptions): Promise<Page<FlowListItem>>
  get(id: string): Promise<FlowResource>
  /** @throws AppError STALE_REVISION, and as `create` */
  save(id: string, revision: number, document: Flow, by: string): Promise<FlowResource>
  problems(document: Flow, flowId: string | undefined): Promise<readonly FlowProblem[]>
  /** Makes the stored draft live. @throws AppError STALE_REVISION, NOT_DEPLOYABLE, PATH_IN_USE */
  deploy(id: string, revision: number | undefined, by: string): Promise<DeployResponse>
  undeploy(id: string): Promise<FlowResource>
  setPaused(id: string, paused: boolean): Promise<FlowResource>
  /** @throws AppError FLOW_IN_USE */
  remove(id: string): Promise<void>
  versions(id: string): Promise<readonly FlowVersionItem[]>
  /** @throws AppError VERSION_NOT_FOUND */
  version(id: string, version: number): Promise<FlowVersionResource>
  /** Makes an earlier version live again. @throws AppError VERSION_NOT_FOUND, PATH_IN_USE */
  rollBack(id: string, version: number, by: string): Promise<DeployResponse>
  /** The draft without its secrets, with keys in the order used in files. */
  export(id: string): Promise<Flow>
  /** A copy without secrets that is not live. */
  duplicate(id: string, by: string): Promise<FlowResource>
}

export interface FlowsOptions {
  readonly flows: FlowRepository
  readonly addresses: AddressRepository
  readonly liveFlows: LiveFlows
  readonly registry: NodeRegistry
  readonly vault: Vault
  readonly events: LiveEvents
  readonly problems: FlowProblems
  readonly views: FlowViews
  readonly now: () => Date
}

export function createFlows(options: FlowsOptions): Flows {
  const { flows, addresses, liveFlows, vault, problems, views, now } = options
  /** Deploys run one after another, so that two cannot claim the same webhook path at once. */
  const inTurn = createTurns()

  /** Publishes the change to the pages that have the flow open, and returns the flow. */
  async function changed(record: FlowRecord): Promise<FlowResource> {
    const { id: flowId, revision } = record
    options.events.publish({ type: 'flow', flowId, revision, at: now().toISOString() })
    return views.resource(record)
  }

  async function create(document: Flow, by: string): Promise<FlowResource> {
    refuseUnknownTypes(document, options.registry)
    const id = uuidv7(now())
    return changed(await flows.create({ id, document: await vault.seal(id, document), by, at: now() }))
  }

  async function problemsOf(document: Flow, flowId: string): Promise<readonly FlowProblem[]> {
    const assigned = await addresses.ofFlows([flowId])
    return problems.all(document, { flowId, addresses: assigned.get(flowId) ?? [] })
  }

  /** Loads what is live now into this process and publishes the change. */
  async function goLive(record: FlowRecord, warnings: readonly FlowProblem[]): Promise<DeployResponse> {
    await liveFlows.refresh(record.id)
    await changed(record)
    return { version: record.live?.version ?? 0, revision: record.revision, problems: warnings }
  }

  return {
    create,
    async list(page) {
      const { items, next } = await flows.list(page)
      return { items: await views.listItems(items), next }
    },
    get: async (id) => views.resource(await flows.get(flowIdOf(id))),
    async save(id, revision, document, by) {
      refuseUnknownTypes(document, options.registry)
      const flowId = flowIdOf(id)
      // Checked first, so that a stale save leaves no sealed secrets behind.
      requireRevision(await flows.get(flowId), revision)
      const sealed = await vault.seal(flowId, document)
      return changed(await flows.save({ id: flowId, revision, document: sealed, by, at: now() }))
    },
    async problems(document, flowId) {
      if (flowId === undefined) return problems.all(document, {})
      return problemsOf(document, (await flows.get(flowIdOf(flowId))).id)
    },
    deploy: (id, revision, by) =>
      inTurn(async () => {
        const draft = await flows.get(flowIdOf(id))
        if (revision !== undefined) requireRevision(draft, revision)
        const found = await problemsOf(draft.document, draft.id)
        refuseErrors(found)
        const stamp = { by, at: now() }
        return goLive(await flows.deploy({ id: draft.id, revision: draft.revision, ...stamp }), found)
      }),
    rollBack: (id, version, by) =>
      inTurn(async () => {
        const { document } = await flows.version(flowIdOf(id), version)
        refuseErrors([
          ...problems.pathsInUse(document, flowIdOf(id)),
          ...checkRetired(document, options.registry.catalog),
        ])
        return goLive(await flows.goLive({ id: flowIdOf(id), version, by, at: now() }), [])
      }),
    async undeploy(id) {
      const record = await flows.undeploy(flowIdOf(id))
      await liveFlows.refresh(record.id)
      return changed(record)
    },
    async setPaused(id, paused) {
      const record = await flows.setPaused(flowIdOf(id), paused)
      await liveFlows.refresh(record.id)
      return changed(record)
    },
    async remove(id) {
      const { id: flowId, revision } = await flows.get(flowIdOf(id))
      await flows.remove(flowId, now())
      await liveFlows.refresh(flowId)
      options.events.publish({ type: 'flow', flowId, revision, at: now().toISOString() })
    },
    versions: async (id) => (await flows.versions(flowIdOf(id))).map(toVersionItem),
    async version(id, version) {
      const found = await flows.version(flowIdOf(id), version)
      return { ...toVersionItem(found), document: found.document }
    },
    export: async (id) => canonicalFlow(stripSecrets((await flows.get(flowIdOf(id))).document)),
    async duplicate(id, by) {
      const document = stripSecrets((await flows.get(flowIdOf(id))).document)
      return create({ ...document, name: copyName(document.name) }, by)
    },
  }
}

function flowIdOf(id: string): string {
  return requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
}

function requireRevision(record: FlowRecord, revision: number): void {
  if (record.revision === revision) return
  const message = `The flow has been saved since you loaded it (revision ${record.revision}, yours is ${revision}). Load it again.`
  throw new AppError('STALE_REVISION', message, { extra: { revision: record.revision } })
}

/** A document with a type that is not installed can be neither drawn nor checked. */
function refuseUnknownTypes(document: Flow, registry: NodeRegistry): void {
  const errors = document.nodes.flatMap((node, index) => {
    if (registry.of(node) !== undefined) return []
    const newest = registry.get(node.type)?.definition.typeVersion
    if (newest !== undefined) {
      const message = `There is no version ${node.typeVersion ?? 1} of "${node.type}" here; the newest is ${newest}.`
      return [{ path: `nodes[${index}].typeVersion`, message }]
    }
    const known = registry.catalog.nodes.map((definition) => definition.id).join(', ')
    return [{ path: `nodes[${index}].type`, message: `There is no action type "${node.type}". Known are: ${known}.` }]
  })
  const [first] = errors
  if (first !== undefined) throw new AppError('INVALID_DOCUMENT', `${first.path}: ${first.message}`, { errors })
}

function toVersionItem({
  version,
  deployedAt,
  deployedBy,
  live,
}: Omit<FlowVersionItem, 'deployedAt'> & { deployedAt: Date }) {
  return { version, deployedAt: deployedAt.toISOString(), deployedBy, live }
}

function copyName(name: string): string {
  const ending = ' (copy)'
  return `${name.slice(0, MAX_NAME_LENGTH - ending.length)}${ending}`
}

/** Starts each piece of work when the one before has ended, even if it failed. */
function createTurns(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
}
