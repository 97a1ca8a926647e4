import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { PhoneNumberSchema } from './numbers.ts'
import { page, pageQuery } from './page.ts'
import { list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const SimulatorTextSchema = Type.Object(
  {
    from: PhoneNumberSchema,
    to: PhoneNumberSchema,
    text: Type.String({ maxLength: 10_000 }),
    mediaUrls: Type.Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 10 })),
  },
  exact,
)
export type SimulatorText = Static<typeof SimulatorTextSchema>

export const SimulatorMessageSchema = shape(
  {
    id: text(),
    from: text(),
    to: text(),
    text: text(),
    mediaUrls: list(text()),
    direction: Type.Enum(['in', 'out'], {
      description: '`in`: from the contact to us. `out`: from us to the contact.',
    }),
    status: Type.Enum(['received', 'delivered', 'no-flow'], { description: '`no-flow`: no live flow answers.' }),
    at: time(),
    runId: nullable(text(), { description: 'The run the text started, or that sent it.' }),
  },
  { title: 'SimulatorMessage' },
)
export type SimulatorMessage = Static<typeof SimulatorMessageSchema>

const ConversationQuerySchema = Type.Object(
  { ...pageQuery, number: Type.Optional(PhoneNumberSchema), contact: Type.Optional(PhoneNumberSchema) },
  exact,
)

export const simulatorEndpoints = {
  messages: endpoint({
    method: 'GET',
    path: '/api/simulator/messages',
    summary: 'Texts of the built-in phone, newest first',
    query: ConversationQuerySchema,
    answer: page(SimulatorMessageSchema),
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/simulator/messages',
    summary: 'Text one of the simulator numbers',
    body: SimulatorTextSchema,
    answer: SimulatorMessageSchema,
    status: 201,
    errors: ['NUMBER_NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
}
