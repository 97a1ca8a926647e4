import { consentEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { CSV_TYPE, streamed } from '../../kit/streamed.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

/** Who may be written to. */
export function consentRoutes({ consents }: RouteServices): readonly Route[] {
  return [
    defineRoute(consentEndpoints.list, {
      access: 'viewer',
      handle: ({ query: { search, state, ...page } }) => consents.list({ search, state }, pageRequest(page)),
    }),
    defineRoute(consentEndpoints.set, {
      access: 'editor',
      handle: ({ body, principal }) => consents.set(body, principal().name),
    }),
    defineRoute(consentEndpoints.log, {
      access: 'viewer',
      handle: ({ query: { search, state, ...page } }) => consents.log({ search, state }, pageRequest(page)),
    }),
    defineRoute(consentEndpoints.export, {
      access: 'editor',
      handle: ({ query: { of = 'now' } }) =>
        streamed(consents.csv(of), { type: CSV_TYPE, fileName: `consent-${of}.csv` }),
    }),
    defineRoute(consentEndpoints.import, {
      access: 'editor',
      handle: ({ body, principal }) => consents.import(body, principal().name),
    }),
    defineRoute(consentEndpoints.answers, { access: 'viewer', handle: () => consents.answers.get() }),
    defineRoute(consentEndpoints.quietHours, { access: 'viewer', handle: () => consents.quietHours() }),
    defineRoute(consentEndpoints.setQuietHours, {
      access: 'administrator',
      handle: ({ body }) => consents.setQuietHours(body),
    }),
    defineRoute(consentEndpoints.setAnswers, {
      access: 'administrator',
      handle: ({ body }) => consents.answers.set(body),
    }),
  ]
}
