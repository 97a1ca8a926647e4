/** What an account's service told about it: ids and names, never secrets. */
export const accountFacts: readonly string[] = ["alter table account add column facts jsonb not null default '{}'"]
