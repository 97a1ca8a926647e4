import type { FlowListItem } from '@patchbay/shared/api'
import { isJumpedInto } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { deleteFlow, duplicateFlow, undeployFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { confirm } from '../ui/confirm.tsx'
import { flowsTexts } from '../ui/texts/flows.ts'
import { toasts } from '../ui/toasts.tsx'

type DefinitionsByType = ReadonlyMap<string, NodeDefinition>

export interface FlowActions {
  duplicate(): Promise<void>
  undeploy(): void
  remove(): void
}

/** What a row of the list can do with its flow. */
export function useFlowActions(flow: FlowListItem, definitions: DefinitionsByType): FlowActions {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return {
    duplicate: () => duplicate(client, flow.id, (id) => navigate(`/flows/${id}`)),
    undeploy: () => askToUndeploy(client, flow, definitions),
    remove: () => askToDelete(client, flow, definitions),
  }
}

async function duplicate(client: QueryClient, id: string, open: (id: string) => void): Promise<void> {
  try {
    const created = await duplicateFlow(id)
    await client.invalidateQueries({ queryKey: keys.flowList })
    toasts.success({
      title: flowsTexts.duplicated,
      message: flowsTexts.duplicatedAs(created.document.name),
      action: { label: flowsTexts.openIt, onClick: () => open(created.id) },
    })
  } catch (thrown) {
    toasts.error(flowsTexts.notDuplicated, thrown)
  }
}

function askToDelete(client: QueryClient, flow: FlowListItem, definitions: DefinitionsByType): void {
  confirm({
    title: flowsTexts.deleteTitle(flow.name),
    body: <Breaks flow={flow} definitions={definitions} then={flowsTexts.draftAndVersions} />,
    keepLabel: flowsTexts.keep,
    confirmLabel: flowsTexts.deleteFlow,
    onConfirm: async () => {
      await deleteFlow(flow.id)
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.flowList }),
        client.invalidateQueries({ queryKey: keys.addresses }),
      ])
      toasts.success({ title: flowsTexts.deleted, message: flowsTexts.deletedName(flow.name) })
    },
  })
}

function askToUndeploy(client: QueryClient, flow: FlowListItem, definitions: DefinitionsByType): void {
  confirm({
    title: flowsTexts.undeployTitle(flow.name),
    body: <Breaks flow={flow} definitions={definitions} then={flowsTexts.draftStays} />,
    keepLabel: flowsTexts.keep,
    confirmLabel: flowsTexts.undeploy,
    onConfirm: async () => {
      await undeployFlow(flow.id)
      await client.invalidateQueries({ queryKey: keys.flowList })
      toasts.success({ title: flowsTexts.undeployed, message: flowsTexts.undeployedName(flow.name) })
    },
  })
}

interface BreaksProps {
  readonly flow: FlowListItem
  readonly definitions: DefinitionsByType
  readonly then: string
}

/** What stops working when the flow stops, in sentences. */
function Breaks({ flow, definitions, then }: BreaksProps) {
  const sentences: string[] = []
  if (flow.live !== null && flow.addresses.length > 0) {
    sentences.push(flowsTexts.willStartNothing(flow.addressesShown.join(', ')))
  }
  if (flow.live !== null && flow.triggers.some((type) => !waitsForMessages(definitions.get(type)))) {
    sentences.push(flowsTexts.answersNobody(flow.live.version))
  }
  if (flow.live !== null && flow.triggers.some((type) => isJumpedInto(definitions.get(type)?.listens))) {
    sentences.push(flowsTexts.jumpsFail)
  }
  return <p>{[...sentences, then].join(' ')}</p>
}

function waitsForMessages(definition: NodeDefinition | undefined): boolean {
  return definition?.listens !== undefined && 'address' in definition.listens
}
