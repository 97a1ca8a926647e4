import { type Address, type FinishConnection, mayReach, type RunResource } from '@patchbay/shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from './client.ts'
import { integrationQueries } from './integration-queries.ts'
import { type ConsentAsked, keys, type RowsAsked, type RunFilters } from './keys.ts'
import { queries } from './query-options.ts'

/** How many conversations wait for the reader, and for anybody. */
export const useConversationCounts = ({ enabled }: { readonly enabled: boolean } = { enabled: true }) =>
  useQuery({
    enabled,
    queryKey: keys.conversationCounts,
    queryFn: ({ signal }) => call('GET /api/conversations/counts', { signal }),
  })

export const useAgentStatus = ({ enabled }: { readonly enabled: boolean }) =>
  useQuery({
    enabled,
    queryKey: keys.agentStatus,
    queryFn: ({ signal }) => call('GET /api/agent-status', { signal }),
  })

export const useSession = () => useQuery(queries.session())

/** What the signed-in person's roles allow together; nothing while it is not known. */
export function useRights(): Rights {
  const roles = useSession().data?.user.roles ?? []
  return {
    canEdit: mayReach(roles, 'editor'),
    canAnswer: mayReach(roles, 'agent'),
    canSeeFlows: mayReach(roles, 'viewer'),
    canAdminister: mayReach(roles, 'administrator'),
    canUseApi: mayReach(roles, 'api-user'),
  }
}

export interface Rights {
  readonly canEdit: boolean
  /** May answer contacts in the inbox. */
  readonly canAnswer: boolean
  readonly canSeeFlows: boolean
  readonly canAdminister: boolean
  /** May have API tokens. */
  readonly canUseApi: boolean
}

export const useAccountTypes = () => useQuery(queries.accountTypes())
export const useAccounts = () => useQuery(queries.accounts())
export const useAccount = (id: string) => useQuery(queries.account(id))
export const useAccountStatus = (id: string, { enabled }: { readonly enabled: boolean } = { enabled: true }) =>
  useQuery({ ...queries.accountStatus(id), enabled })
export const useFinishedConnection = (returned: FinishConnection) => useQuery(queries.finishedConnection(returned))
export const useAccountEvents = (id: string) => useQuery(queries.accountEvents(id))
export const useOfferedAddresses = (id: string) => useQuery(queries.offeredAddresses(id))
export const useCatalog = () => useQuery(queries.catalog())
export const useTemplates = () => useQuery(queries.templates())
export const useInstallation = () => useQuery(queries.installation())
export const useToday = (timeZone: string) => useQuery(queries.today(timeZone))
export const useFlows = () => useQuery(queries.flows())
export const useFlow = (id: string) => useQuery(queries.flow(id))
export const useRequests = (id: string) => useQuery(queries.requests(id))
export const useVersions = (id: string) => useQuery(queries.versions(id))
export const useAddresses = () => useQuery(queries.addresses())
export const useDeadLetters = (flowId: string) =>
  useQuery({
    queryKey: keys.deadLetters(flowId),
    queryFn: ({ signal }) => call('GET /api/flows/:id/dead-letters', { signal, params: { id: flowId } }),
  })
export const useRuns = (filters: RunFilters) => useInfiniteQuery(queries.runs(filters))
export const useRun = (id: string) => useQuery(queries.run(id))
/**
 * The latest run of a flow and the latest one in which nothing failed, with their steps: what a failed run has not set,
 * the other one has. None while there is none or it is not known yet.
 */
export function useLastRuns(flowId: string): readonly RunResource[] {
  const items = useRuns({ flowId }).data?.pages[0]?.items ?? []
  const newest = items[0]?.id
  const well = items.find(({ status, failedStep }) => status === 'succeeded' && failedStep === null)?.id
  const last = useQuery({ ...queries.run(newest ?? ''), enabled: newest !== undefined }).data
  const lastWell = useQuery({ ...queries.run(well ?? ''), enabled: well !== undefined && well !== newest }).data
  return useMemo(() => [last, lastWell].filter((run) => run !== undefined), [last, lastWell])
}
export const useConsent = (asked: ConsentAsked) => useInfiniteQuery(queries.consent(asked))
export const useConsentAnswers = () => useQuery(queries.consentAnswers())
export const useQuietHours = () => useQuery(queries.quietHours())
export const useTables = () => useQuery(queries.tables())
export const useTable = (id: string) => useQuery(queries.table(id))
export const useTableRows = (id: string, asked: RowsAsked) => useInfiniteQuery(queries.tableRows(id, asked))
export const useTokens = () => useQuery(queries.tokens())
export const useOwnTokens = () => useQuery(queries.ownTokens())
export const useIntegrations = () => useQuery(integrationQueries.integrations())
export const useIntegration = (name: string) => useQuery(integrationQueries.integration(name))
export const useIntegrationVersions = (name: string) => useQuery(integrationQueries.integrationVersions(name))
export const useManifestReport = (document: string) =>
  useQuery({ ...integrationQueries.manifestReport(document), enabled: document !== '' })
export const useWebhooks = () => useQuery(integrationQueries.webhooks())
export const useWebhook = (id: string) => useQuery(integrationQueries.webhook(id))
export const useWebhookAttempts = (id: string) => useQuery(integrationQueries.webhookAttempts(id))
export const useUsers = () => useQuery(queries.users())
export const useSimulatedPhone = (phone: Address) => useQuery(queries.simulatedPhone(phone))
export const useConversation = (address: Address, contact: string, draftOf?: string) =>
  useQuery(queries.conversation(address, contact, draftOf))
export const useTestMessages = (flowId: string) => useQuery(queries.testMessages(flowId))
