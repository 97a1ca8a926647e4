/** A secret can be opened only in the input of the action type that it was entered in. */
export const secretPlaces: readonly string[] = [`alter table secret add column place text`]
