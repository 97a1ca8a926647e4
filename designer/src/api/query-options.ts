import type { Address, FinishConnection } from '@patchbay/shared/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import {
  type ConsentAsked,
  keys,
  type OptionsAsked,
  type PreviewAsked,
  type RowsAsked,
  type RunFilters,
} from './keys.ts'
import { wholeList } from './whole-list.ts'

/** How often a run is read again while a file of it is being fetched. */
const FETCHING_MS = 5_000

/** Options rather than hooks alone, so that commands can `fetchQuery` and `ensureQueryData` the same thing. */
export const queries = {
  session: () =>
    queryOptions({
      queryKey: keys.session,
      queryFn: ({ signal }) => call('GET /api/session', { signal }),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  setup: () =>
    queryOptions({
      queryKey: keys.setup,
      queryFn: ({ signal }) => call('GET /api/setup', { signal }),
      staleTime: 0,
    }),
  accountTypes: () =>
    queryOptions({
      queryKey: keys.accountTypes,
      queryFn: ({ signal }) => wholeList('GET /api/account-types', signal),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  accounts: () =>
    queryOptions({
      queryKey: keys.accountList,
      queryFn: ({ signal }) => wholeList('GET /api/accounts', signal),
    }),
  account: (id: string) =>
    queryOptions({
      queryKey: keys.account(id),
      queryFn: ({ signal }) => call('GET /api/accounts/:id', { signal, params: { id } }),
    }),
  accountStatus: (id: string) =>
    queryOptions({
      queryKey: keys.accountStatus(id),
      queryFn: ({ signal }) => call('GET /api/accounts/:id/status', { signal, params: { id } }),
      refetchInterval: 10_000,
    }),
  /** Asked once: what a service sends the browser back with is good once. */
  finishedConnection: (returned: FinishConnection) =>
    queryOptions({
      queryKey: keys.finishedConnection(returned.state),
      queryFn: () => call('POST /api/account-connections', { body: returned }),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  /** Asked anew only while the page is in sight. */
  accountEvents: (id: string) =>
    queryOptions({
      queryKey: keys.accountEvents(id),
      queryFn: ({ signal }) => call('GET /api/accounts/:id/events', { signal, params: { id } }),
      refetchInterval: 5_000,
    }),
  /** The service is asked each time, because numbers are bought and given back there. */
  offeredAddresses: (id: string) =>
    queryOptions({
      queryKey: keys.offeredAddresses(id),
      queryFn: async ({ signal }) =>
        (await call('GET /api/accounts/:id/offered-addresses', { signal, params: { id } })).items,
      staleTime: 0,
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
    }),
  catalog: () =>
    queryOptions({
      queryKey: keys.catalog,
      queryFn: ({ signal }) => call('GET /api/catalog', { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  templates: () =>
    queryOptions({
      queryKey: keys.templates,
      queryFn: ({ signal }) => wholeList('GET /api/templates', signal),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  installation: () =>
    queryOptions({
      queryKey: keys.installation,
      queryFn: ({ signal }) => call('GET /api/installation', { signal }),
    }),
  today: (timeZone: string) =>
    queryOptions({
      queryKey: keys.today(timeZone),
      queryFn: ({ signal }) => call('GET /api/today', { signal, query: { timeZone } }),
      refetchInterval: 10_000,
    }),
  flows: () => queryOptions({ queryKey: keys.flowList, queryFn: ({ signal }) => wholeList('GET /api/flows', signal) }),
  flow: (id: string) =>
    queryOptions({
      queryKey: keys.flow(id),
      queryFn: ({ signal }) => call('GET /api/flows/:id', { signal, params: { id } }),
    }),
  /** Read once when a flow is opened, and not remembered: the editor keeps the copy from then on. */
  workingCopies: (id: string) =>
    queryOptions({
      queryKey: keys.workingCopies(id),
      queryFn: async ({ signal }) =>
        (await call('GET /api/flows/:id/working-copies', { signal, params: { id } })).items,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
    }),
  /** Requests come at any time, and no event tells of those that start nothing. */
  requests: (id: string) =>
    queryOptions({
      queryKey: keys.requests(id),
      queryFn: async ({ signal }) => (await call('GET /api/flows/:id/requests', { signal, params: { id } })).items,
      refetchInterval: 5_000,
    }),
  /** The request that a trigger is listened for, asked for again until it is there or the time is over. */
  sample: (id: string, nodeId: number) =>
    queryOptions({
      queryKey: keys.sample(id, nodeId),
      queryFn: ({ signal }) =>
        call('GET /api/flows/:id/sample', { signal, params: { id }, query: { nodeId: String(nodeId) } }),
      refetchInterval: ({ state }) => (state.data?.until == null ? false : 1_500),
    }),
  versions: (id: string) =>
    queryOptions({
      queryKey: keys.versions(id),
      queryFn: ({ signal }) => wholeList('GET /api/flows/:id/versions', signal, { id }),
    }),
  version: (id: string, version: number) =>
    queryOptions({
      queryKey: keys.version(id, version),
      queryFn: ({ signal }) =>
        call('GET /api/flows/:id/versions/:version', { signal, params: { id, version: String(version) } }),
      // A deployed version never changes.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  options: ({ source, search, inputs }: OptionsAsked) =>
    infiniteQueryOptions({
      queryKey: keys.options({ source, search, inputs }),
      queryFn: ({ signal, pageParam }) =>
        call('GET /api/options/:source', { signal, params: { source }, query: { search, after: pageParam, inputs } }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      retry: false,
      staleTime: 30_000,
    }),
  /** The first page of the choices, where that is enough. */
  optionsAtOnce: ({ source, search, inputs }: OptionsAsked) =>
    queryOptions({
      queryKey: [...keys.options({ source, search, inputs }), 'at-once'],
      queryFn: ({ signal }) =>
        call('GET /api/options/:source', { signal, params: { source }, query: { search, inputs } }),
      retry: false,
      staleTime: 30_000,
    }),
  actionPreview: (asked: PreviewAsked) =>
    queryOptions({
      queryKey: keys.actionPreview(asked),
      queryFn: ({ signal }) =>
        call('POST /api/actions/:type/preview', {
          signal,
          params: { type: asked.type },
          body: { inputs: JSON.parse(asked.inputs), typeVersion: asked.typeVersion, timeZone: asked.timeZone },
        }),
      retry: false,
      placeholderData: keepPreviousData,
    }),
  addresses: () =>
    queryOptions({ queryKey: keys.addresses, queryFn: ({ signal }) => wholeList('GET /api/addresses', signal) }),
  runs: (filters: RunFilters) =>
    infiniteQueryOptions({
      queryKey: keys.runList(filters),
      queryFn: ({ signal, pageParam }) =>
        call('GET /api/runs', { signal, query: { ...filters, limit: '50', after: pageParam } }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
    }),
  run: (id: string) =>
    queryOptions({
      queryKey: keys.run(id),
      queryFn: ({ signal }) => call('GET /api/runs/:id', { signal, params: { id } }),
      // No event of a run tells that a file has arrived.
      refetchInterval: ({ state }) =>
        state.data?.files?.some((file) => file.state === 'fetching') === true ? FETCHING_MS : false,
    }),
  consent: ({ view, search }: ConsentAsked) =>
    infiniteQueryOptions({
      queryKey: keys.consentList({ view, search }),
      queryFn: ({ signal, pageParam: after }) =>
        view === 'log'
          ? call('GET /api/consent/log', { signal, query: { search, after } })
          : call('GET /api/consent', { signal, query: { search, after, state: view } }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  consentAnswers: () =>
    queryOptions({
      queryKey: keys.consentAnswers,
      queryFn: ({ signal }) => call('GET /api/consent/answers', { signal }),
    }),
  quietHours: () =>
    queryOptions({
      queryKey: keys.quietHours,
      queryFn: ({ signal }) => call('GET /api/consent/quiet-hours', { signal }),
    }),
  tables: () =>
    queryOptions({ queryKey: keys.tableList, queryFn: ({ signal }) => wholeList('GET /api/tables', signal) }),
  table: (id: string) =>
    queryOptions({
      queryKey: keys.table(id),
      queryFn: ({ signal }) => call('GET /api/tables/:table', { signal, params: { table: id } }),
    }),
  tableRows: (id: string, asked: RowsAsked) =>
    infiniteQueryOptions({
      queryKey: keys.tableRows(id, asked),
      queryFn: ({ signal, pageParam: after }) =>
        call('GET /api/tables/:table/rows', {
          signal,
          params: { table: id },
          query: { ...asked, limit: '100', after },
        }),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: keepPreviousData,
    }),
  tokens: () =>
    queryOptions({ queryKey: [...keys.tokens, 'all'], queryFn: ({ signal }) => wholeList('GET /api/tokens', signal) }),
  ownTokens: () =>
    queryOptions({
      queryKey: [...keys.tokens, 'own'],
      queryFn: ({ signal }) => wholeList('GET /api/session/tokens', signal),
    }),
  users: () => queryOptions({ queryKey: keys.users, queryFn: ({ signal }) => wholeList('GET /api/users', signal) }),
  simulatedPhone: (phone: Address) =>
    queryOptions({
      queryKey: keys.simulatedPhone(phone),
      queryFn: ({ signal }) =>
        call('GET /api/simulator/phones/:channel/:contact', {
          signal,
          params: { channel: phone.channel, contact: phone.value },
        }),
    }),
  /** The latest messages between one of our addresses and a contact, oldest first; those of tests of a draft, if one is named. */
  conversation: (address: Address, contact: string, draftOf?: string) =>
    queryOptions({
      queryKey: keys.conversation(address, contact, draftOf),
      queryFn: async ({ signal }) => {
        const query = { channel: address.channel, draftOf, number: address.value, contact, limit: '200' }
        const newestFirst = await call('GET /api/simulator/messages', { signal, query })
        return newestFirst.items.toReversed()
      },
    }),
  /** The latest messages of tests of the flow's draft, newest first. */
  testMessages: (flowId: string) =>
    queryOptions({
      queryKey: keys.testMessages(flowId),
      queryFn: async ({ signal }) =>
        (await call('GET /api/simulator/messages', { signal, query: { draftOf: flowId, limit: '50' } })).items,
    }),
}
