import { bridgeActionType, type IntegrationUse } from '@patchbay/shared/api'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'

/** Returns a function that lists the live flows that have actions of an integration. */
export function flowsUsingIntegrations(flows: Pick<FlowRepository, 'live'>) {
  return async (): Promise<ReadonlyMap<string, readonly IntegrationUse[]>> => {
    const uses = new Map<string, IntegrationUse[]>()
    for (const { flowId, name: flowName, document } of await flows.live()) {
      for (const [integration, actions] of actionsIn(document.nodes)) {
        uses.set(integration, [...(uses.get(integration) ?? []), { flowId, flowName, actions: [...actions] }])
      }
    }
    return uses
  }
}

const prefix = bridgeActionType('', '').slice(0, -1)

/** The actions of each integration. A disabled one counts, because it can be enabled again. */
function actionsIn(nodes: readonly { readonly type: string }[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { type } of nodes) {
    const [integration, action] = type.startsWith(prefix) ? type.slice(prefix.length).split('.') : []
    if (integration === undefined || action === undefined) continue
    found.set(integration, (found.get(integration) ?? new Set()).add(action))
  }
  return found
}
