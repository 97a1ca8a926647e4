import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Flow } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import { lexError, plainAnswer } from '../stand-ins/lex.ts'
import { textAnswer, watsonError, workspaceAnswer } from '../stand-ins/watson.ts'
import { orderPages } from './order-pages.ts'
import { closeSocket, hang, json, type Reply, text } from './stand-in.ts'
import { weatherService } from './weather.ts'

const folder = fileURLToPath(new URL('../../../flows/', import.meta.url))

/** What a template would be, were it one. */
const writesVariables = ['$ANI $', '{item.text} {{secret}} <b>$(DNIS)</b>'].join('')

/** What stand-ins can be told to answer, by the names that the case files use. */
const replies = {
  weather: weatherService(),
  'weather-without-detailedForecast': weatherService('detailedForecast'),
  order: json({ number: 'A-1001', status: 'shipped' }),
  'order-ready': json({ order: 'SV-20418', status: 'ready', readyAt: '12:30 PM' }),
  'free-rooms': json({ rooms: ['101', '204', '305'] }),
  'model-books': modelAnswer('{"intent":"book","nights":2,"mail":"<EMAIL_1>"}'),
  'model-unsure': modelAnswer('{"intent":null,"nights":null,"mail":null}'),
  'model-chats': modelAnswer('You want to cancel your booking, is that right?'),
  'desk-model': deskModel,
  'orders-on-three-pages': orderPages(),
  'orders-without-the-second-page': orderPages(2),
  'status-500': json({ title: 'Unexpected Problem' }, 500),
  hang,
  close: closeSocket,
  'bot-asks': json(plainAnswer('For which day?', 'We have doubles and singles.')),
  'bot-shows-a-card': json({
    ...plainAnswer(),
    messages: [
      {
        contentType: 'ImageResponseCard',
        imageResponseCard: {
          title: 'Rooms',
          imageUrl: 'https://example.com/room.png',
          buttons: [{ text: 'Double', value: 'double' }, { text: 'Single' }],
        },
      },
    ],
  }),
  'bot-writes-variables': json(plainAnswer(writesVariables)),
  'bot-wants-a-person': json({ ...plainAnswer(), sessionState: { intent: { name: 'TalkToPerson' } } }),
  'bot-function-failed': lexError(424, 'DependencyFailedException', 'The function failed.'),
  'assistant-asks': assistant(json(textAnswer('For which day?', 'We have doubles and singles.'))),
  'assistant-writes-variables': assistant(json(textAnswer(writesVariables))),
  'assistant-wants-a-person': assistant(json({ output: { generic: [{ response_type: 'connect_to_agent' }] } })),
  'assistant-refused': assistant(watsonError(400, 'The assistant has no content.')),
  'workspace-asks': json(workspaceAnswer('For which day?')),
  'malformed-json': text('{"properties": {"periods": [', { contentType: 'application/geo+json' }),
} as const satisfies Record<string, Reply>

export type ReplyName = keyof typeof replies

export interface FlowCase {
  readonly name: string
  readonly event: {
    /** `conversation-event`: the contact writes to people, who close the conversation. */
    readonly trigger: 'inbound-sms' | 'inbound-message' | 'inbound-api' | 'webhook' | 'schedule' | 'conversation-event'
    readonly from?: string
    readonly to?: string
    readonly text?: string
    readonly body?: JsonObject
  }
  /** What the contact answers, each to the next message of the flow; null: nothing. */
  readonly answers?: readonly (string | null)[]
  /** What people do once the flow has handed the conversation over. */
  readonly people?: 'hand-back' | 'nobody'
  /** The event comes while the flow is paused, waits until its time has passed, and is run again as a dead letter. */
  readonly heldTooLong?: true
  /** Inputs changed for this case. */
  readonly change?: readonly { readonly nodeId: number; readonly input: string; readonly value: unknown }[]
  /** The outside service: calls to `origin` go to a stand-in that answers so. */
  readonly service?: { readonly origin: string; readonly reply: ReplyName }
  /** An account of this type is made, and chosen in this action. An address in it that is `origin` of `service` is its stand-in. */
  readonly account?: { readonly nodeId: number; readonly type: string; readonly properties?: JsonObject }
  /** Rows of a table: what it has before, and those of the contact after. The column of the contact is `phone`. */
  readonly rows?: {
    readonly table: string
    readonly before?: readonly JsonObject[]
    readonly after?: readonly JsonObject[]
  }
  /** Fields of the contact: those that are known before, and all that are after. */
  readonly contact?: { readonly before?: JsonObject; readonly after?: JsonObject }
  readonly status?: 'succeeded' | 'failed'
  /** Action IDs in the order they were visited. */
  readonly path?: readonly number[]
  readonly warnings?: readonly { readonly nodeId: number; readonly code: string }[]
  /** Of the first step that has one. */
  readonly error?: { readonly nodeId: number; readonly code: string }
  /** Of the run, where it is another one. */
  readonly runError?: { readonly nodeId: number; readonly code: string; readonly message: string }
  readonly texts?: readonly { readonly from: string; readonly to: string; readonly text: string }[]
  /** What steps have left in variables. */
  readonly variables?: readonly { readonly nodeId: number; readonly values: JsonObject }[]
  /** What the flow answers. */
  readonly answer?: { readonly status: number; readonly body: JsonObject }
  /** The event is refused and starts nothing. */
  readonly refused?: { readonly code: string; readonly mentions: readonly string[] }
}

export interface FlowCases {
  readonly flow: string
  /** Tables that the flow uses, as `POST /api/tables` makes them. */
  readonly tables: readonly JsonObject[]
  /** Own fields of contacts, as `POST /api/contact-fields` makes them. */
  readonly contactFields: readonly JsonObject[]
  readonly document: Flow
  readonly cases: readonly FlowCase[]
}

/** Every sample flow with its cases. */
export function readFlowCases(): readonly FlowCases[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cases.json'))
    .map((name) => {
      // files of our own
      const {
        flow,
        tables = [],
        contactFields = [],
        cases,
      } = readJson(name) as Partial<FlowCases> & {
        flow: string
        cases: FlowCase[]
      }
      return { flow, tables, contactFields, cases, document: readSampleFlow(flow) }
    })
}

export function readSampleFlow(name: string): Flow {
  return readJson(`${name}.flow.json`) as Flow // a file of our own
}

export function replyCalled(name: ReplyName): Reply {
  return replies[name]
}

/** The document with the case's changes and the outside service at another origin. */
export function documentFor(document: Flow, flowCase: FlowCase, origin: string): Flow {
  const nodes = document.nodes.map((node) => {
    const changes = flowCase.change?.filter((change) => change.nodeId === node.id) ?? []
    const changed = Object.fromEntries(changes.map((change) => [change.input, change.value]))
    return { ...node, inputs: { ...node.inputs, ...changed } }
  })
  const copy: Flow = { ...document, nodes }
  const { service } = flowCase
  if (service === undefined) return copy
  return JSON.parse(JSON.stringify(copy).replaceAll(service.origin, origin))
}

/** An assistant of Watson, which opens a conversation before it answers. */
function assistant(answer: Reply): Reply {
  const opened = json({ session_id: 's-1' }, 201)
  return (response, request) => (/\/sessions\?/.test(request.url) ? opened : answer)(response, request)
}

/** An answer of a language model. */
function modelAnswer(content: string): Reply {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }]
  return json({ object: 'chat.completion', model: 'stand-in', choices })
}

/** A model at the desk: it answers a question at once, and books a room in three turns. */
function deskModel(...[response, request]: Parameters<Reply>): ReturnType<Reply> {
  const { messages } = JSON.parse(request.body) as { messages: readonly { role: string; content: string }[] } // of our own question
  const texts = messages.flatMap(({ role, content }) => (role === 'user' ? [content] : []))
  const nothing = { room: null, nights: null, arrival: null }
  const booking = { room: 'double', nights: 2, arrival: 'Friday' }
  const turn =
    texts[0] === 'When is breakfast?'
      ? { say: 'Breakfast is from 7 to 10.', found: nothing, done: true }
      : ([
          { say: 'For how many nights, and from which day?', found: { ...nothing, room: 'double' }, done: false },
          { say: 'A double for 2 nights from Friday?', found: booking, done: false },
        ][texts.length - 1] ?? { say: 'Booked.', found: booking, done: true })
  return modelAnswer(JSON.stringify({ ...turn, person: false }))(response, request)
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(`${folder}${name}`, 'utf8'))
}
