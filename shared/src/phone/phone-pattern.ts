/** E.164 with the plus, and its words; spread into a text of a schema. */
export const phonePattern = {
  pattern: '^\\+[1-9][0-9]{6,14}$',
  'x-pattern-text': 'a phone number with its country code, such as +17865550133',
} as const
