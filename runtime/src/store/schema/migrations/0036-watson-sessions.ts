/** Where the conversations with assistants of Watson stand, so that any process goes on with them. */
export const watsonSessions: readonly string[] = [
  `create table watson_session (
    account_id text not null,
    conversation text not null,
    session text not null,
    used_at timestamptz not null,
    primary key (account_id, conversation)
  )`,
  'create index watson_session_used on watson_session (used_at)',
]
