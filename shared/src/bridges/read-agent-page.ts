import type { Json } from '../json/index.ts'
import { type BridgeAnswer, createFaults, type Faults } from './bridge-answer.ts'
import { bridgeLimits } from './bridge-facts.ts'
import { type AnswerText, countDamaged } from './damage.ts'
import {
  type BridgeMark,
  isEmail,
  isNumberId,
  type Part,
  pathOf,
  readId,
  readMark,
  readParts,
  requireText,
  wholeOf,
} from './members.ts'
import { idsLeftOut, withoutRepeats } from './read-contact-page.ts'

/** A person who works in the external service. */
export interface BridgeAgent {
  readonly id: string
  /** The id came as a number, and goes back to the bridge as one. */
  readonly isNumber: boolean
  readonly name: string
  /** People are matched to users by it. */
  readonly email: string
}

export interface AgentPage {
  readonly agents: readonly BridgeAgent[]
  /** How many agents of the answer lack something, come twice, or are none. */
  readonly leftOut: number
  /** How many agents of the answer have lost characters. */
  readonly damaged: number
  /** The ids of those that were left out and have one: the service still has them. */
  readonly leftOutIds: readonly string[]
  /** Where the next page begins: a whole number. Undefined: this is the last one. */
  readonly nextOffset: BridgeMark | undefined
}

/**
 * Reads the answer to an agent synchronization. Agents without id, name or e-mail address are left out. An answer with an
 * offset that cannot go back is none.
 */
export function readAgentPage(body: Json | undefined, text: AnswerText = {}): BridgeAnswer<AgentPage> {
  const faults = createFaults()
  const whole = wholeOf(faults, body, '{ "agents": [] }')
  const unread = { value: undefined, faults: faults.list }
  if (whole === undefined) return unread
  const nextOffset = readMark(faults, whole, 'next_offset')
  if (nextOffset === undefined) return unread
  const parts = readParts(faults, whole.members.agents, 'agents')
  if (parts === undefined) return unread
  const damaged = text.isDamaged ? countDamaged(faults, whole, parts) : 0
  if (damaged === undefined) return unread
  const agents = withoutRepeats(faults, parts, (part) => readAgent(faults, part))
  if (nextOffset !== null && (typeof nextOffset === 'string' || !Number.isInteger(Number(nextOffset)))) {
    faults.add('next_offset', 'Of agents it must be a whole number, without quotes.')
  }
  const given = Array.isArray(whole.members.agents) ? whole.members.agents.length : 0
  const [leftOut, leftOutIds] = [given - agents.length, idsLeftOut(parts, agents)]
  return { value: { agents, leftOut, damaged, leftOutIds, nextOffset: nextOffset ?? undefined }, faults: faults.list }
}

function readAgent(faults: Faults, part: Part): BridgeAgent | undefined {
  const id = readId(faults, part)
  const name = requireText(faults, part, 'name', bridgeLimits.name)
  const email = requireText(faults, part, 'email')
  if (id === undefined || name === undefined || email === undefined) return undefined
  if (isEmail(email)) return { id, isNumber: isNumberId(part), name, email }
  return faults.add(pathOf(part, 'email'), 'It is no e-mail address. Agents are matched to users by it.')
}
