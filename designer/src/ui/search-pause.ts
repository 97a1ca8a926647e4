/** A list is searched once no key was pressed for this long. */
export const SEARCH_PAUSE_MS = 250
