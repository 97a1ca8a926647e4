/** Most characters of a flow or action name. */
export const MAX_NAME_LENGTH = 120
