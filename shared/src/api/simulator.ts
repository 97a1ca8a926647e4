import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const channel = Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Default: `sms`.' }))
const party = (description: string) => Type.String({ minLength: 1, maxLength: 200, description })

export const SimulatorTextSchema = Type.Object(
  {
    channel,
    from: party('A contact of the channel, such as +13055550119.'),
    to: party("One of the simulator's addresses."),
    text: Type.String({ maxLength: 10_000 }),
    mediaUrls: Type.Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 10 })),
  },
  exact,
)
export type SimulatorText = Static<typeof SimulatorTextSchema>

export const SimulatorMessageSchema = shape(
  {
    id: text(),
    channel: text(),
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
  {
    ...pageQuery,
    channel,
    number: Type.Optional(party("One of the simulator's addresses.")),
    contact: Type.Optional(party('A contact of the channel.')),
  },
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
    summary: 'Write to one of the addresses of the simulator',
    body: SimulatorTextSchema,
    answer: SimulatorMessageSchema,
    status: 201,
    errors: ['NUMBER_NOT_FOUND', 'ADDRESS_NOT_FOUND', 'INVALID_INPUT', 'TOO_MANY_REQUESTS'],
  }),
}
