import { Type } from 'typebox'

/** The name of a header in a row: a token of RFC 9110 5.6.2. */
export const headerName = Type.String({
  title: 'Key',
  maxLength: 200,
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]*$",
  'x-ui': { widget: 'text', emptyMessage: 'A header has no key' },
  'x-required': true,
})
