import { INBOX_ID } from '@patchbay/shared/api'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'
import type { EventSource } from '../events/event-queries.ts'

const agent = `case when starts_with(assignee, 'user:') then substr(assignee, 6) end`
const assignee = `json_build_object('assignee', json_build_object('inboxId', '${INBOX_ID}', 'agentId', ${agent}))`

/** A contact that is new in this statement has the id of its contact point. */
const customer = `coalesce(
    (select contact_id from contact_point where contact_point.id = contact_point_id), contact_point_id)`

const ids = `'customerId', ${customer}, 'conversationId', talked.id`

const by = `case when direction = 'in' then 'contact:' || ${customer}
    when starts_with(author, 'user:') then author
    when author is null and run_id is not null then 'run:' || run_id else '' end`

/**
 * What the queries of `messageQueries` have caused. A conversation has the id of the message that opens it, so that message
 * tells of its creation. A contact that is met has the id of its contact point; its first message tells of it. Messages of
 * tests are nobody's events.
 */
export const messageEvents: EventSource = `select 0 as part, written.id as place, rank, named.type, ${by} as initiator,
    json_strip_nulls(case when rank = 1 then json_build_object(${ids}, 'context', ${assignee})
      else json_build_object(${ids}, 'channel', channel, 'contactId', contact_point_id, 'messageId', written.id,
        'context', ${assignee}) end) as content, talked.id as conversation_id
  from written join talked on talked.id = written.conversation_id
  cross join lateral (values
    (1, case when written.id = talked.id then 'CONVERSATION/CREATED' end),
    (2, case direction when 'in' then 'CONTACT/MESSAGE_RECEIVED' else 'CONTACT/MESSAGE_SENT' end)
  ) as named (rank, type)
  where named.type is not null and not starts_with(account_id, '${TEST_ACCOUNTS}')
  union all select 0, talked.id, 0, 'CONVERSATION_STATUS/UPDATED', '', json_build_object(${ids}), talked.id
  from talked where status = 'open' and status_before = 'waiting'
    and exists (select from written where conversation_id = talked.id)
    and not starts_with(account_id, '${TEST_ACCOUNTS}')
  union all (select distinct on (met.id) 0, written.id, 0, 'CUSTOMER_PROFILE/CREATED', ${by},
    json_build_object('customerId', met.id), null::uuid
  from met join talked on talked.contact_point_id = met.id join written on written.conversation_id = talked.id
  where not starts_with(account_id, '${TEST_ACCOUNTS}')
  order by met.id, written.id)`
