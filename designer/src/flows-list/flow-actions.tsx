import type { FlowListItem } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { createFlow, deleteFlow, undeployFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { queries } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { phone } from '../ui/formats.ts'
import { flowsTexts } from '../ui/texts/flows.ts'
import { toasts } from '../ui/toasts.tsx'
import { downloadText } from './download-text.ts'
import { flowFileName, freeName, withoutSecrets, writeFlowFile } from './flow-file.ts'

export interface FlowActions {
  duplicate(): Promise<void>
  exportFile(): Promise<void>
  undeploy(): void
  remove(): void
}

/** What a row of the list can do with its flow. */
export function useFlowActions(flow: FlowListItem): FlowActions {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return {
    duplicate: () => duplicate(client, flow, (id) => navigate(`/flows/${id}`)),
    exportFile: () => exportFile(client, flow),
    undeploy: () => askToUndeploy(client, flow),
    remove: () => askToDelete(client, flow),
  }
}

async function duplicate(client: QueryClient, { id, name }: FlowListItem, open: (id: string) => void): Promise<void> {
  try {
    const [source, all] = await Promise.all([client.fetchQuery(queries.flow(id)), client.fetchQuery(queries.flows())])
    const copy = withoutSecrets(source.document)
    const taken = all.map((item) => item.name)
    const created = await createFlow({ ...copy.flow, name: freeName(name, taken) })
    await client.invalidateQueries({ queryKey: keys.flowList })
    toasts.success({
      title: flowsTexts.duplicated,
      message: copy.secrets > 0 ? flowsTexts.secretsLeft(copy.secrets) : flowsTexts.duplicatedAs(created.document.name),
      action: { label: flowsTexts.openIt, onClick: () => open(created.id) },
    })
  } catch (thrown) {
    toasts.error(flowsTexts.notDuplicated, thrown)
  }
}

async function exportFile(client: QueryClient, { id, name }: FlowListItem): Promise<void> {
  try {
    const [source, catalog] = await Promise.all([
      client.fetchQuery(queries.flow(id)),
      client.fetchQuery(queries.catalog()),
    ])
    const { flow, secrets } = withoutSecrets(source.document)
    downloadText(flowFileName(name), writeFlowFile(flow, catalog))
    if (secrets > 0) toasts.warning({ title: flowsTexts.exported, message: flowsTexts.exportedWithout(secrets) })
  } catch (thrown) {
    toasts.error(flowsTexts.notExported, thrown)
  }
}

function askToDelete(client: QueryClient, flow: FlowListItem): void {
  confirm({
    title: flowsTexts.deleteTitle(flow.name),
    body: <Breaks flow={flow} then={flowsTexts.draftAndVersions} />,
    keepLabel: flowsTexts.keep,
    confirmLabel: flowsTexts.deleteFlow,
    onConfirm: async () => {
      await deleteFlow(flow.id)
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.flowList }),
        client.invalidateQueries({ queryKey: keys.numbers }),
      ])
      toasts.success({ title: flowsTexts.deleted, message: flowsTexts.deletedName(flow.name) })
    },
  })
}

function askToUndeploy(client: QueryClient, flow: FlowListItem): void {
  confirm({
    title: flowsTexts.undeployTitle(flow.name),
    body: <Breaks flow={flow} then={flowsTexts.draftStays} />,
    keepLabel: flowsTexts.keep,
    confirmLabel: flowsTexts.undeploy,
    onConfirm: async () => {
      await undeployFlow(flow.id)
      await client.invalidateQueries({ queryKey: keys.flowList })
      toasts.success({ title: flowsTexts.undeployed, message: flowsTexts.undeployedName(flow.name) })
    },
  })
}

/** What stops working when the flow stops, in sentences. */
function Breaks({ flow, then }: { readonly flow: FlowListItem; readonly then: string }) {
  const sentences: string[] = []
  if (flow.live !== null && flow.numbers.length > 0) {
    sentences.push(flowsTexts.willStartNothing(flow.numbers.map(phone).join(', ')))
  }
  if (flow.live !== null && flow.triggers.some((type) => type !== 'inbound-sms')) {
    sentences.push(flowsTexts.answersNobody(flow.live.version))
  }
  return <p>{[...sentences, then].join(' ')}</p>
}
