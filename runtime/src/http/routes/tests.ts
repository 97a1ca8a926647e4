import {
  PhoneNumberSchema,
  pageQuery,
  SchedulePreviewRequestSchema,
  SimulatorTextSchema,
  WebCallTestSchema,
} from '@patchbay/shared/api'
import { Type } from 'typebox'
import { previewSchedule } from '../../schedules/preview-schedule.ts'
import { pageRequest } from '../../services/page.ts'
import { json } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

const ConversationQuerySchema = Type.Object(
  {
    ...pageQuery,
    number: Type.Optional(PhoneNumberSchema),
    contact: Type.Optional(PhoneNumberSchema),
  },
  { additionalProperties: false },
)

/** Trying things out: the built-in phone and a single web call. */
export function testRoutes({ simulator, webCallTests, now }: RouteServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/simulator/messages',
      access: 'viewer',
      summary: 'Texts of the built-in phone, newest first',
      answer: '200 a page of messages; next leads to older ones',
      query: ConversationQuerySchema,
      handle: async ({ query: { number, contact, ...page } }) => {
        const of = { ...(number === undefined ? {} : { number }), ...(contact === undefined ? {} : { contact }) }
        return json(await simulator.conversation(of, pageRequest(page)))
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/simulator/messages',
      access: 'editor',
      summary: 'Text one of the simulator numbers',
      answer: '201 the message',
      body: { schema: SimulatorTextSchema },
      handle: async ({ body }) => json(await simulator.receive(body), 201),
    }),
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
