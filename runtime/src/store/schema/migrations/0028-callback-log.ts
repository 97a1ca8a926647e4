/**
 * The last calls of each account's service, as the page of the account shows them. One row for each account, so that it
 * does not grow with the calls.
 */
export const callbackLog: readonly string[] = [
  `create table callback_log (
    account_id uuid primary key references account (id) on delete cascade,
    counts json not null default '{"accepted":0,"ignored":0,"refused":0}',
    items json not null default '[]'
  ) with (fillfactor = 50)`,
]
