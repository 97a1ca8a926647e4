/** How a time of day is written, with its words; spread into a text of a schema. */
export const clockTimePattern = {
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  'x-pattern-text': 'a time of day from 00:00 to 23:59, such as 09:00',
} as const
