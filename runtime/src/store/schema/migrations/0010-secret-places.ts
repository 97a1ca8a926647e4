/** A secret opens only in the input of the action type it was entered in. */
export const secretPlaces: readonly string[] = [`alter table secret add column place text`]
