import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { MessageFileSchema } from './media.ts'
import { MessageContentSchema } from './message-content-schema.ts'
import { page, pageQuery } from './page.ts'
import { RunResourceSchema } from './runs.ts'
import { list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const draftOf = Type.Optional(
  Type.String({ format: 'uuid', description: 'The flow whose saved draft is tested. Default: what is live.' }),
)

const channel = Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Default: `sms`.' }))
const party = (description: string) => Type.String({ minLength: 1, maxLength: 200, description })

const choice = Type.Object(
  { id: Type.String({ maxLength: 1_000 }), title: Type.String({ maxLength: 1_000 }) },
  { ...exact, description: 'The button that the contact pressed.' },
)

export const SimulatorTextSchema = Type.Object(
  {
    channel,
    draftOf,
    from: party('A contact of the channel, such as +13055550119.'),
    to: party("One of the simulator's addresses; for a draft any address."),
    text: Type.Optional(Type.String({ maxLength: 10_000, description: 'Default: the title of `choice`, else empty.' })),
    choice: Type.Optional(choice),
    media: Type.Optional(
      Type.Array(Type.Object({ id: Type.String({ maxLength: 100 }) }, exact), {
        maxItems: 10,
        description: 'Files that `POST /api/media` has stored.',
      }),
    ),
    mediaUrls: Type.Optional(
      Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 10, description: 'Files by their addresses.' }),
    ),
  },
  exact,
)
/** What a contact sends from the built-in phone. */
export type SimulatorText = Static<typeof SimulatorTextSchema>

/** How far a message has come. `no-flow`: no live flow answers. `undelivered`: it failed on the way to the contact. */
export const simulatorStatuses = ['received', 'no-flow', 'queued', 'sent', 'delivered', 'read', 'undelivered'] as const

export const SimulatorMessageSchema = shape(
  {
    id: text(),
    channel: text(),
    from: text(),
    to: text(),
    content: MessageContentSchema,
    text: text('The text of `content`; empty without one.'),
    mediaUrls: list(text(), { description: 'The addresses of the files of `content`.' }),
    files: list(MessageFileSchema, { description: 'The files of `content`, with addresses for pages.' }),
    direction: Type.Enum(['in', 'out'], {
      description: '`in`: from the contact to us. `out`: from us to the contact.',
    }),
    status: Type.Enum([...simulatorStatuses], {
      description: '`no-flow`: no live flow answers. `undelivered`: it failed on the way to the contact.',
    }),
    at: time(),
    runId: nullable(text(), { description: 'The run the message started or continued, or that sent it.' }),
  },
  { title: 'SimulatorMessage' },
)
export type SimulatorMessage = Static<typeof SimulatorMessageSchema>

const ConversationQuerySchema = Type.Object(
  {
    ...pageQuery,
    channel,
    draftOf,
    number: Type.Optional(party("One of the simulator's addresses.")),
    contact: Type.Optional(party('A contact of the channel.')),
  },
  exact,
)

/** The receipts that a person can make for a message. */
export const simulatorReceipts = ['delivered', 'read', 'undelivered'] as const

const ReceiptSchema = Type.Object({ status: Type.Enum([...simulatorReceipts]), draftOf }, exact)
/** What a carrier would report about a message. */
export type SimulatorReceipt = Static<typeof ReceiptSchema>

/** What becomes of the messages that a phone is sent. */
export const phoneReceipts = ['deliver', 'hold', 'fail'] as const

export const SimulatedPhoneSchema = Type.Object(
  {
    receipts: Type.Enum([...phoneReceipts], {
      description:
        'What becomes of the messages that the phone is sent. `deliver`: they are delivered at once. `hold`: they stay ' +
        'on the way until somebody makes a receipt. `fail`: they are reported as undelivered.',
    }),
  },
  { ...exact, title: 'SimulatedPhone' },
)
export type SimulatedPhone = Readonly<Static<typeof SimulatedPhoneSchema>>

export const simulatorEndpoints = {
  messages: endpoint({
    method: 'GET',
    path: '/api/simulator/messages',
    summary: 'Messages of the built-in phone, newest first',
    query: ConversationQuerySchema,
    answer: page(SimulatorMessageSchema),
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/simulator/messages',
    summary: 'Write to one of the addresses of the simulator, or press a button there',
    body: SimulatorTextSchema,
    answer: SimulatorMessageSchema,
    status: 201,
    description:
      'With `draftOf` the message starts the draft as it was saved last, or goes on with a run that tests it. Tests have ' +
      'conversations of their own. A draft with problems that stop a deploy is refused.',
    errors: [
      'NUMBER_NOT_FOUND',
      'ADDRESS_NOT_FOUND',
      'INVALID_INPUT',
      'FLOW_NOT_FOUND',
      'NOT_DEPLOYABLE',
      'PATH_IN_USE',
      'SECRET_MISSING',
      'TOO_MANY_REQUESTS',
    ],
  }),
  receipt: endpoint({
    method: 'POST',
    path: '/api/simulator/messages/:id/receipt',
    summary: 'Report a message as delivered, read or undelivered, as a carrier would',
    description:
      'A status never goes back: a receipt that comes too late changes nothing. Answers the message as it is.',
    body: ReceiptSchema,
    answer: SimulatorMessageSchema,
    errors: ['MESSAGE_NOT_FOUND'],
  }),
  phone: endpoint({
    method: 'GET',
    path: '/api/simulator/phones/:channel/:contact',
    summary: 'What becomes of the messages that a phone is sent',
    answer: SimulatedPhoneSchema,
    errors: ['INVALID_INPUT'],
  }),
  setPhone: endpoint({
    method: 'PUT',
    path: '/api/simulator/phones/:channel/:contact',
    summary: 'Change what becomes of the messages that a phone is sent',
    body: SimulatedPhoneSchema,
    answer: SimulatedPhoneSchema,
    errors: ['INVALID_INPUT'],
  }),
  endWait: endpoint({
    method: 'POST',
    path: '/api/simulator/runs/:id/end-wait',
    summary: 'End the wait of a run as if its time had passed',
    description:
      'Only for runs that a message to the simulator has started, and for tests on its phones. Nothing happens to one that does not wait.',
    answer: RunResourceSchema,
    errors: ['RUN_NOT_FOUND'],
  }),
}
