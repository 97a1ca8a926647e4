import { type Static, Type } from 'typebox'

/** One page of a list; `next` goes into `?after=` and is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** Query members of every list. */
export const pageQuery = {
  /** Most items of a page, 1 to 200. Default 50. */
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$', description: 'a whole number' })),
  /** `next` of the page before. */
  after: Type.Optional(Type.String({ maxLength: 500 })),
} as const

export const PageQuerySchema = Type.Object(pageQuery, { additionalProperties: false })
export type PageQuery = Static<typeof PageQuerySchema>
