/**
 * Logos and icons of imported integrations, for the newest version only. A row without bytes says that its picture was
 * looked for and could not be had.
 */
export const integrationPictures: readonly string[] = [
  `create table integration_picture (
    name text not null references integration (name), kind text not null, version int not null, url text not null,
    digest text, type text, bytes bytea,
    primary key (name, kind)
  )`,
]
