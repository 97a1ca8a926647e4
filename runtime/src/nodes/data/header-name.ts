import { Type } from 'typebox'
import { headerNamePattern } from '../../kit/text-patterns.ts'

/** The name of a header in a row. */
export const headerName = Type.String({
  title: 'Key',
  maxLength: 200,
  ...headerNamePattern,
  'x-ui': { widget: 'text', emptyMessage: 'A header has no key' },
  'x-required': true,
})
