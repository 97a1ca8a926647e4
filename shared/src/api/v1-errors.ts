import { Type } from 'typebox'
import { list, shape, text } from './shapes.ts'

/** Below this, errors are answered in Gladly's form. */
export const V1 = '/api/v1/'

export const V1ErrorsSchema = shape(
  {
    errors: list(
      shape({
        attr: Type.Optional(text('The field that is wrong.')),
        code: text('Such as `taken`, `not_exist`.'),
        detail: text('What to do.'),
      }),
    ),
  },
  { title: 'V1Errors', description: 'What is wrong, as programs written for Gladly read it' },
)
