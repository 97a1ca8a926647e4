/**
 * A part of a statement that selects what has happened: the columns `part`, `place` and `rank`, which give the order within
 * the statement, `type`, `initiator`, `content` and `conversation_id`.
 */
export type EventSource = string

/** The parts of a statement that store what its other parts have caused. @param now the time as an expression */
export function causedEvents(sources: readonly EventSource[], now: string): readonly string[] {
  return eventQueries(`select type, ${now}, initiator, content, conversation_id
  from (${sources.join('\n  union all ')}) as caused order by part, place, rank`)
}

/**
 * The parts of a statement that store events and their deliveries. `source` selects the columns `type`, `at`,
 * `initiator`, `content` and `conversation_id`, in the order of happening.
 *
 * `MESSAGE/RECEIVED` is another name of `CONTACT/MESSAGE_RECEIVED`: it is no event of its own, only a delivery.
 */
export function eventQueries(source: string): readonly string[] {
  return [
    `happened as (
  insert into event (type, at, initiator, content, conversation_id)
  ${source}
  returning seq, type, at
)`,
    `offered as (
  insert into event_delivery (subscriber_id, seq, is_alias, at, due_at)
  select subscriber.id, happened.seq, named.is_alias, happened.at, happened.at
  from event_subscriber as subscriber cross join happened
  cross join (values (false), (true)) as named (is_alias)
  where subscriber.is_active
    and case when named.is_alias then ${IS_MESSAGE} and 'MESSAGE/RECEIVED' = any (subscriber.types)
      else happened.type = any (subscriber.types) end
)`,
  ]
}

const IS_MESSAGE = "happened.type = 'CONTACT/MESSAGE_RECEIVED'"
