import { PageQuerySchema } from '@patchbay/shared/api'
import { pageOf, pageRequest } from '../../services/page.ts'
import { ifMatch, versionNumber } from '../preconditions.ts'
import { json } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'
import { flowAnswer } from './flows.ts'

/** What serves arriving events: deploy, versions, pause. */
export function liveFlowRoutes({ flows }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/deploy',
      access: 'editor',
      summary: 'Make the stored draft live; with If-Match only that revision',
      answer: '200 { version, revision, problems }, 422 with problems',
      handle: async ({ params, context, principal }) =>
        json(await flows.deploy(params.id, ifMatch(context), principal().name)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/undeploy',
      access: 'editor',
      summary: 'Take the flow off; open runs end on their version',
      answer: '200 the flow',
      handle: async ({ params }) => flowAnswer(await flows.undeploy(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/pause',
      access: 'editor',
      summary: 'Start no new runs for now',
      answer: '200 the flow',
      handle: async ({ params }) => flowAnswer(await flows.setPaused(params.id, true)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/resume',
      access: 'editor',
      summary: 'Start runs again',
      answer: '200 the flow',
      handle: async ({ params }) => flowAnswer(await flows.setPaused(params.id, false)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/flows/:id/versions',
      access: 'viewer',
      summary: 'Deployed versions, newest first',
      answer: '200 a page of versions',
      query: PageQuerySchema,
      handle: async ({ params, query }) => json(pageOf(await flows.versions(params.id), pageRequest(query))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/flows/:id/versions/:version',
      access: 'viewer',
      summary: 'One deployed version with its document',
      answer: '200 the version',
      handle: async ({ params }) => json(await flows.version(params.id, versionNumber(params.version))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/flows/:id/versions/:version/deploy',
      access: 'editor',
      summary: 'Roll back: make an earlier version live again',
      answer: '200 { version, revision, problems }',
      handle: async ({ params, principal }) =>
        json(await flows.rollBack(params.id, versionNumber(params.version), principal().name)),
    }),
  ]
}
