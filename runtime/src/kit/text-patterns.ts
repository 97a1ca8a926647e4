// Patterns that several forms share, each with its words. They are spread into a text of a schema. Those that an empty
// text fits leave it to `x-required`.

/** A token of RFC 9110 5.6.2. */
export const headerNamePattern = {
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]*$",
  'x-pattern-text': 'the name of a header, such as X-Api-Key, without spaces',
} as const

/** What a header can hold. */
export const headerValuePattern = {
  pattern: '^[\\u0020-\\u007e]*$',
  'x-pattern-text': 'letters from A to Z, digits, signs and spaces',
} as const

/** A key or an id that is sent in a header. */
export const keyPattern = {
  pattern: '^[\\u0021-\\u007e]*$',
  'x-pattern-text': 'letters from A to Z, digits and signs, without spaces',
} as const

/** The name before the colon of Basic authentication. */
export const basicNamePattern = {
  pattern: '^[^:\\u0000-\\u001f\\u007f]*$',
  'x-pattern-text': 'text without colons and line breaks',
} as const

export const httpUrlPattern = {
  pattern: '^(https?://[^\\s]+)?$',
  'x-pattern-text': 'an address that begins with http:// or https://, without spaces',
} as const

/** An address that a path is put behind. */
export const baseUrlPattern = {
  pattern: '^(https?://[^\\s?#]+)?$',
  'x-pattern-text': 'an address that begins with http:// or https://, without ?, # and spaces',
} as const
