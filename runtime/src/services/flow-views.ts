import type { Address, FlowListItem, FlowResource, RunCounts } from '@patchbay/shared/api'
import { diffFlows, type Flow, triggersOf } from '@patchbay/shared/flow'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { AddressRepository } from '../messaging/address-repository.ts'
import { sms } from '../messaging/channels/sms.ts'
import type { FlowRecord } from '../store/repositories/flow-repository.ts'
import type { HeldCount } from '../store/runs/held-runs.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import type { FlowProblems } from './flow-problems.ts'

/** Stored flows as the API shows them, with values that must be computed: changes, errors, numbers, runs. */
export interface FlowViews {
  resource(record: FlowRecord): Promise<FlowResource>
  listItems(records: readonly FlowRecord[]): Promise<readonly FlowListItem[]>
}

export interface FlowViewsOptions {
  readonly registry: NodeRegistry
  readonly addresses: Pick<AddressRepository, 'ofFlows'>
  readonly runs: Pick<RunRepository, 'counts24h' | 'heldEvents'>
  readonly problems: Pick<FlowProblems, 'ofDocument'>
  /** An address as its channel shows it to people. */
  readonly show: (channel: string, value: string) => string
  readonly now: () => Date
  /** Called when a flow cannot be looked at. It is shown with an error, and all others as they are. */
  readonly onError: (error: unknown) => void
}

/** What follows from the document alone. Cached per revision. */
interface Facts {
  readonly changes: number
  readonly triggers: readonly string[]
  readonly errors: number
}

const mostRemembered = 1_000
/** Of a flow that cannot be looked at: the list says that it has a problem. */
const broken: Facts = { changes: 0, triggers: [], errors: 1 }
const noRuns: RunCounts = { total: 0, failed: 0, caught: 0 }

export function createFlowViews(options: FlowViewsOptions): FlowViews {
  const { registry, addresses, runs, problems, show, now, onError } = options
  const remembered = new Map<string, Facts>()

  function factsOf(record: FlowRecord): Facts {
    const key = `${record.id} ${record.revision} ${record.live?.version ?? 0}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const facts = factsOrBroken(record)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(key, facts)
    return facts
  }

  /** One document that cannot be looked at must not take the list of all flows with it. */
  function factsOrBroken({ document, live }: FlowRecord): Facts {
    try {
      return lookAt(document, live?.document)
    } catch (error) {
      onError(error)
      return broken
    }
  }

  function lookAt(document: Flow, live: Flow | undefined): Facts {
    return {
      changes: live === undefined ? 0 : diffFlows(live, document, registry.catalog).length,
      triggers: triggersOf(document, registry.catalog)
        .toSorted((a, b) => a.id - b.id)
        .map((node) => node.type),
      errors: problems.ofDocument(document).filter((problem) => problem.severity === 'error').length,
    }
  }

  function common(record: FlowRecord, counts: ReadonlyMap<string, RunCounts>, held: ReadonlyMap<string, HeldCount>) {
    const { id, revision, paused, createdAt, modifiedAt, modifiedBy, live } = record
    return {
      id,
      revision,
      live: live === null ? null : { version: live.version, deployedAt: live.deployedAt.toISOString() },
      changes: factsOf(record).changes,
      paused,
      createdAt: createdAt.toISOString(),
      modifiedAt: modifiedAt.toISOString(),
      modifiedBy,
      runs24h: counts.get(id) ?? noRuns,
      heldEvents: held.get(id)?.count ?? 0,
      heldUntil: held.get(id)?.until?.toISOString() ?? null,
    }
  }

  return {
    async resource(record) {
      const counts = await runs.counts24h(now(), [record.id])
      const held = await runs.heldEvents([record.id])
      return { ...common(record, counts, held), document: record.document, nextNodeId: record.nextNodeId }
    },
    async listItems(records) {
      const ids = records.map((record) => record.id)
      const counts = await runs.counts24h(now(), ids)
      const held = await runs.heldEvents(ids)
      const assigned = await addresses.ofFlows(ids)
      return records.map((record) => ({
        ...common(record, counts, held),
        name: record.document.name,
        description: record.document.description,
        triggers: factsOf(record).triggers,
        addresses: assigned.get(record.id) ?? [],
        addressesShown: (assigned.get(record.id) ?? []).map(({ channel, value }) => show(channel, value)),
        numbers: numbersOf(assigned.get(record.id) ?? []),
        errors: factsOf(record).errors,
        timeZone: record.document.settings.timeZone,
      }))
    },
  }
}

function numbersOf(addresses: readonly Address[]): readonly string[] {
  return addresses.flatMap(({ channel, value }) => (channel === sms.id ? [value] : []))
}
