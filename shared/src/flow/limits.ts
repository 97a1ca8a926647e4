/** Most characters of a flow or action name. */
export const MAX_NAME_LENGTH = 120
/** Most characters of the type of an action, such as `bridge:<integration>.<action>`. */
export const MAX_TYPE_LENGTH = 140
/** Most characters of a sticky note. */
export const MAX_NOTE_LENGTH = 10_000
/** Most characters of the sample reply that is kept with an action. */
export const MAX_SAMPLE_LENGTH = 20_000
/** Most actions and most sticky notes of a flow. */
export const MAX_NODES = 2_000
export const MAX_NOTES = 500
/** Most problems of one severity that a check of a flow lists. More help nobody, and the first ones come first. */
export const MAX_PROBLEMS = 200
