/**
 * Why a picture could not be had. Those that could not be had so far are looked for again, as for another version, so that
 * the reason is known.
 */
export const pictureProblems: readonly string[] = [
  'alter table integration_picture add column problem text',
  'update integration_picture set version = 0 where name in (select name from integration_picture where bytes is null)',
]
