/** Actions of bridges name contacts, too, so the type of an id is no matter of what a synchronization has said. */
export const typesOfIds: readonly string[] = [
  'alter table contact_external_id add column is_number boolean not null default false',
  `update contact_external_id set is_number = true, synced = synced - 'isNumber' where synced ->> 'isNumber' = 'true'`,
]
