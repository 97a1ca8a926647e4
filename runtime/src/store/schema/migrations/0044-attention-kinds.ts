/**
 * What the mark of an account in trouble is for. Until now, only the beginning of its text said so. No row is updated for
 * it, because the table cannot be altered any more in a transaction that has deferred checks of its rows.
 */
export const attentionKinds: readonly string[] = [
  'alter table account add column attention_kind text',
  `alter table account
    alter column attention_kind type text using case
      when attention like 'Its contacts could not be synchronized%' then 'contacts'
      when attention like 'Its agents could not be synchronized%' then 'agents'
      when attention is not null then 'account'
    end,
    add constraint account_attention_has_kind check ((attention is null) = (attention_kind is null))`,
]
