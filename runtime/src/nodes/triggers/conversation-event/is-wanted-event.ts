import type { JsonObject } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { isRecord } from '../../../platform/is-record.ts'

export interface WantedQuestion {
  /** Of the trigger, as its definition has them. */
  readonly inputs: unknown
  /** One of its chosen words whose type is that of the event. */
  readonly word: string
  readonly event: { readonly initiator: { readonly type: string }; readonly content: JsonObject }
  readonly place: {
    readonly channel: string
    readonly address: string
    readonly isWithPerson: boolean
    /** `user:<id>`; null for nobody. */
    readonly assignee: string | null
    readonly topics: readonly string[]
    readonly topic: string | null
  }
}

/** Whether an event is what the word means, and the filter of the trigger lets it through. */
export function isWantedEvent({ inputs, word, event, place }: WantedQuestion): boolean {
  const filter = (name: string) => {
    const value = isRecord(inputs) ? inputs[name] : undefined
    return typeof value === 'string' ? value.trim().toLowerCase() : ''
  }
  const [channel, address, topic, person] = [filter('channel'), filter('address'), filter('topic'), filter('person')]
  const topics = place.topic === null ? place.topics : [place.topic]
  return (
    isMeant(word, event, place) &&
    (channel === '' || channel === place.channel.toLowerCase()) &&
    (address === '' || bare(address) === bare(place.address)) &&
    (topic === '' || topics.some((name) => name.toLowerCase() === topic)) &&
    (person === '' || person === assigneeOf(event, place).toLowerCase())
  )
}

/** An assignment says to whom; all other events count for the person who has the conversation. */
function assigneeOf({ content }: WantedQuestion['event'], { assignee }: WantedQuestion['place']): string {
  return content.assignee === undefined ? (assignee ?? '') : `user:${textOf(fieldOf(content.assignee, 'agentId'))}`
}

/** An address as it compares with what the page of addresses shows: `+1 (786) 555-0100` is `+17865550100`. */
function bare(address: string): string {
  return address.toLowerCase().replaceAll(/[\s.()[\]-]/g, '')
}

function isMeant(
  word: string,
  { initiator, content }: WantedQuestion['event'],
  place: WantedQuestion['place'],
): boolean {
  const agent = textOf(fieldOf(content.assignee, 'agentId'))
  if (word === 'handed-over') return initiator.type === 'FLOW' && agent === '' && place.isWithPerson
  if (word === 'assigned') return agent !== ''
  return word !== 'message' || place.isWithPerson
}
