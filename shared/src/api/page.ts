import { type Static, type TSchema, Type } from 'typebox'
import { list, nullable, shape, text } from './shapes.ts'

/** One page of a list; `next` goes into `?after=` and is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** The schema of a page of these. */
export function page<Item extends TSchema>(item: Item) {
  return shape({
    items: list(item),
    next: nullable(text('Goes into `?after=` for the next page. Null: this is the last one.')),
  })
}

/** Query members of every list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,4}$',
      'x-pattern-text': 'a whole number',
      description: 'Most items, 1 to 200. Default 50.',
    }),
  ),
  after: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before.' })),
} as const

export const PageQuerySchema = Type.Object(pageQuery, { additionalProperties: false })
export type PageQuery = Static<typeof PageQuerySchema>
