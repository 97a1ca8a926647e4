import { type EventEntity, type EventType, eventEntities, eventTypeNames, factsOfEvent } from '@patchbay/shared/api'

export interface EventChoice {
  readonly type: EventType
  readonly label: string
  readonly description: string
}

export interface EventGroup {
  readonly entity: EventEntity
  readonly choices: readonly EventChoice[]
}

const groups: readonly EventGroup[] = Object.keys(eventEntities)
  .filter((entity): entity is EventEntity => Object.hasOwn(eventEntities, entity))
  .map((entity) => ({
    entity,
    choices: eventTypeNames
      .map((type) => ({ type, ...factsOfEvent(type) }))
      .filter((facts) => facts.entity === entity)
      .map(({ type, label, description }) => ({ type, label, description })),
  }))

/** The groups with the events that have all words of the search somewhere. */
export function eventGroups(search: string): readonly EventGroup[] {
  const words = search.toLowerCase().split(/\s+/)
  const fits = ({ type, label, description }: EventChoice) => {
    const text = `${type} ${label} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map(({ entity, choices }) => ({ entity, choices: choices.filter(fits) }))
    .filter(({ choices }) => choices.length > 0)
}

/** The choice with these types chosen, or not any more; in the order of the list. */
export function choose(chosen: readonly string[], types: readonly string[], isChosen: boolean): readonly string[] {
  const next = new Set(chosen)
  for (const type of types) {
    if (isChosen) next.add(type)
    else next.delete(type)
  }
  return eventTypeNames.filter((type) => next.has(type))
}
