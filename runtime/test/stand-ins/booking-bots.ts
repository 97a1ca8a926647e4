import { isRecord } from '../../src/platform/is-record.ts'
import { json } from '../helpers/stand-in.ts'
import type { LexStandIn } from './lex.ts'
import type { OpenAiStandIn } from './openai.ts'
import type { WatsonStandIn } from './watson.ts'

/** What a guest says in a booking of five turns, and what each bot answers. */
export const guestSays = ['A room, please', 'double', '2', 'Friday', 'yes'] as const
export const botSays = [
  'Which room?',
  'For how many nights?',
  'From which day?',
  'A double for 2 nights from Friday?',
  'Booked.',
] as const

/** What the bots have found out at the end. */
export const booking = { room: 'double', nights: 2, day: 'Friday' }

/** The fields of the booking, as the block has them. */
export const bookingFields = [
  { name: 'room', type: 'text', allowed: 'single, double' },
  { name: 'nights', type: 'number' },
  { name: 'day', type: 'text' },
]

const names = ['room', 'nights', 'day'] as const

/**
 * A bot that counts the texts of each session: a text that it gets twice becomes the value of the next slot.
 * @returns how many texts each session has got
 */
export function bookWithLex(service: LexStandIn): ReadonlyMap<string, number> {
  const said = new Map<string, string[]>()
  const counts = new Map<string, number>()
  service.converse((text, sessionId) => {
    const texts = [...(said.get(sessionId) ?? []), text]
    said.set(sessionId, texts)
    counts.set(sessionId, texts.length)
    const slots = Object.fromEntries(names.map((name, index) => [name, texts[index + 1] ?? null]))
    const isOver = texts.length >= guestSays.length
    return { says: botSays[texts.length - 1] ?? 'What?', slots, state: isOver ? 'Fulfilled' : 'InProgress' }
  })
  return counts
}

/** An assistant that remembers nothing but what comes back to it in the context. */
export function bookWithWatson(service: WatsonStandIn): void {
  service.answerWith((response, request) => {
    const { input, context } = JSON.parse(request.body)
    const texts: readonly string[] = [...(context?.said ?? []), input.text]
    const slots = Object.fromEntries(names.map((name, index) => [name, texts[index + 1] ?? null]))
    const says = { response_type: 'text', text: botSays[texts.length - 1] ?? 'What?' }
    const generic = texts.length >= guestSays.length ? [says, { response_type: 'end_session' }] : [says]
    const skills = { 'main skill': { user_defined: slots } }
    return json({ output: { generic }, context: { said: texts, skills } })(response, request)
  })
}

/** A model that remembers nothing, and answers by what it is told was said. */
export function bookWithModel(service: OpenAiStandIn): void {
  service.say(({ messages }) => {
    const all: readonly unknown[] = Array.isArray(messages) ? messages : []
    const texts = all.flatMap((message) =>
      isRecord(message) && message.role === 'user' ? [String(message.content)] : [],
    )
    const [, room = null, nights, day = null] = texts
    const found = { room, nights: nights === undefined ? null : Number(nights), day }
    const done = texts.length >= guestSays.length
    return { content: JSON.stringify({ say: botSays[texts.length - 1] ?? 'What?', found, done, person: false }) }
  })
}
