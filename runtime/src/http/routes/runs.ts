import { ReplayRequestSchema, RunsQuerySchema } from '@patchbay/shared/api'
import { json } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

export function runRoutes({ runs }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/runs',
      access: 'viewer',
      summary: 'Runs, newest first',
      answer: '200 a page of runs without their steps',
      query: RunsQuerySchema,
      handle: async ({ query }) => json(await runs.list(query)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/runs/:id',
      access: 'viewer',
      summary: 'One run with its steps, secrets masked',
      answer: '200 the run',
      handle: async ({ params }) => json(await runs.get(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/runs/:id/cancel',
      access: 'editor',
      summary: 'End a run now or after the step under way',
      answer: '200 the run, 409 RUN_FINISHED',
      handle: async ({ params }) => json(await runs.cancel(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/runs/:id/replay',
      access: 'editor',
      summary: 'Do a run again, from the start or a step, with the same or an edited event',
      answer: '202 the new run',
      body: { schema: ReplayRequestSchema },
      handle: async ({ params, body }) => json(await runs.replay(params.id, body), 202),
    }),
  ]
}
