import { parseJson } from '@patchbay/shared/json'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'
import { keys } from './keys.ts'
import { wholeList } from './whole-list.ts'

/** What people bring to reach other systems: integrations by their manifests, and webhooks that get events. */
export const integrationQueries = {
  webhooks: () =>
    queryOptions({
      queryKey: keys.webhookList,
      queryFn: async ({ signal }) => (await call('GET /api/webhooks', { signal })).items,
      refetchInterval: 10_000,
    }),
  webhook: (id: string) =>
    queryOptions({
      queryKey: keys.webhook(id),
      queryFn: ({ signal }) => call('GET /api/webhooks/:id', { signal, params: { id } }),
      refetchInterval: 5_000,
    }),
  /** Asked anew only while the page is in sight. */
  webhookAttempts: (id: string) =>
    queryOptions({
      queryKey: keys.webhookAttempts(id),
      queryFn: async ({ signal }) => (await call('GET /api/webhooks/:id/attempts', { signal, params: { id } })).items,
      refetchInterval: 5_000,
    }),
  integrations: () =>
    queryOptions({
      queryKey: keys.integrationList,
      queryFn: ({ signal }) => wholeList('GET /api/integrations', signal),
    }),
  integration: (name: string) =>
    queryOptions({
      queryKey: keys.integration(name),
      queryFn: ({ signal }) => call('GET /api/integrations/:name', { signal, params: { name } }),
    }),
  integrationVersions: (name: string) =>
    queryOptions({
      queryKey: keys.integrationVersions(name),
      queryFn: ({ signal }) => wholeList('GET /api/integrations/:name/versions', signal, { name }),
    }),
  /** Of a manifest as people edit it. What an earlier text was told stays in sight until the next answer. */
  manifestReport: (document: string) =>
    queryOptions({
      queryKey: keys.manifestReport(document),
      queryFn: ({ signal }) => call('POST /api/integrations/check', { signal, body: parseJson(document) }),
      placeholderData: keepPreviousData,
      gcTime: 0,
    }),
}
