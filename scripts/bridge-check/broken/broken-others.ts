import { json } from '../../../runtime/test/helpers/stand-in.ts'
import { action, agents, always, type BrokenBridge, first, interactions, isWrong, signedIn, ticket } from './breaks.ts'

const ofInteractions: readonly BrokenBridge[] = [
  {
    title: 'wraps interactions',
    path: interactions,
    fault: always(json({ interactions: [] })),
    says: 'The answer must be a list, in [ and ]. It is an object.',
  },
  {
    title: 'writes dates as people do',
    path: interactions,
    fault: always(json([{ ...ticket, date: '01/03/2026' }])),
    says: '[0].date: It is no time with a zone',
  },
  {
    title: 'sends a type that was not asked for',
    path: interactions,
    fault: always(json([{ ...ticket, type: 'call' }])),
    says: '[0].type: It is none of the types of the manifest: ticket.',
  },
  {
    title: 'has a priority of its own',
    path: interactions,
    fault: always(json([{ ...ticket, priority: 'P1' }])),
    says: '[0].priority: It is none of none, low',
  },
  {
    title: 'sends an interaction without a subject',
    path: interactions,
    fault: always(json([{ ...ticket, subject: undefined }])),
    says: '[0].subject: It is missing or empty',
  },
  {
    title: 'gives a stranger what others wrote',
    path: interactions,
    fault: always(json([ticket])),
    says: 'of a contact that it cannot know',
  },
  {
    title: 'answers 404 for a stranger',
    path: interactions,
    fault: signedIn(({ data }) => (data.contact_external_id === undefined ? json({}, 404) : undefined)),
    says: 'The bridge answered 404',
  },
]

const ofAgents: readonly BrokenBridge[] = [
  {
    title: 'has offsets of agents in quotes',
    path: agents,
    fault: signedIn(({ body }) => (body.next_offset === undefined ? undefined : json({ ...body, next_offset: '2' }))),
    says: 'Of agents it must be a whole number',
  },
  {
    title: 'sends an agent without e-mail address',
    path: agents,
    fault: first('agents', { email: undefined }),
    says: '.email: It is missing or empty',
  },
  {
    title: 'sends an agent whose e-mail address is none',
    path: agents,
    fault: first('agents', { email: 'rui' }),
    says: '.email: It is no e-mail address',
  },
  {
    title: 'knows no null offset',
    path: agents,
    fault: signedIn(({ meta }) => (meta.offset === null ? json({ agents: [] }) : undefined)),
    says: 'With "offset": null it gives other agents',
  },
  {
    title: 'leads from agents to the same agents',
    path: agents,
    fault: signedIn(({ meta }) => json({ agents: [], next_offset: meta.offset ?? 1 })),
    says: 'next_offset is the offset of this very page',
  },
]

const ofActions: readonly BrokenBridge[] = [
  {
    title: 'does what wrong credentials ask for',
    path: action,
    fault: (exchange) => (isWrong(exchange) ? json({}, 201) : undefined),
    says: 'It took wrong credentials (201).',
  },
  {
    title: 'calls a failure a success',
    path: action,
    fault: signedIn(({ body }) => json(body, 200)),
    says: 'It answered inputs that it cannot use with 200',
  },
  {
    title: 'does not say why it cannot',
    path: action,
    fault: signedIn(({ status }) => (status === 400 ? json({}, 400) : undefined)),
    says: 'Its answer 400 has no "message"',
  },
  {
    title: 'fails at an action',
    path: action,
    fault: signedIn(({ status }) => (status === 201 ? json({ message: 'Oops' }, 500) : undefined)),
    says: 'it answered 500. It said: {"message":"Oops"}',
  },
  {
    title: 'has numbers as ids of what it made',
    path: action,
    fault: signedIn(({ status }) => (status === 201 ? json({ external_id: 7 }, 201) : undefined)),
    says: 'external_id: Must be text, in quotes',
  },
]

/** Wrong answers of interactions, agents and actions. */
export const brokenOthers: readonly BrokenBridge[] = [...ofInteractions, ...ofAgents, ...ofActions]
