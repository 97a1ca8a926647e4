import { SchedulePreviewRequestSchema, WebCallTestSchema } from '@patchbay/shared/api'
import { previewSchedule } from '../../schedules/preview-schedule.ts'
import { json } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

/** Trying things out: a single web call, the times of a schedule. */
export function testRoutes({ webCallTests, now }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/actions/external-web-call/test',
      access: 'editor',
      summary: 'Send the request of an External Web Call once',
      answer: '200 request, response, extracted variables',
      body: { schema: WebCallTestSchema, limit: 5 * 1024 * 1024 },
      handle: async ({ body, context }) => json(await webCallTests.run(body, context.req.raw.signal)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/actions/schedule/preview',
      access: 'viewer',
      summary: 'The next five times of a Schedule',
      answer: '200 { times }',
      body: { schema: SchedulePreviewRequestSchema },
      handle: ({ body }) => json(previewSchedule(body, now())),
    }),
  ]
}
