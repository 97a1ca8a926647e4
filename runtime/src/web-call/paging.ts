import type { Json } from '@patchbay/shared/json'
import { Type } from 'typebox'

const byPath = { field: 'paging.by', equals: ['link', 'cursor'] } as const
const byParameter = { field: 'paging.by', equals: ['cursor', 'page', 'offset'] } as const
const byPage = { field: 'paging.by', equals: 'page' } as const
/** Whether a call gathers pages. */
export const hasPages = { field: 'paging.by', not: 'none' } as const

const inGroup = { section: 'more', group: 'Pages' } as const

/** How External Web Call goes through the pages of a reply. */
export const paging = Type.Object(
  {
    by: Type.Enum(['none', 'link', 'link-header', 'cursor', 'page', 'offset'], {
      title: 'Next Page',
      description: 'Where the service says it has more. All pages are gathered into one list.',
      default: 'none',
      'x-ui': {
        ...inGroup,
        widget: 'select',
        optionLabels: {
          none: 'There is one reply',
          link: 'A link in the reply',
          'link-header': 'The Link header',
          cursor: 'A cursor in the reply',
          page: 'The next page number',
          offset: 'The number of items so far',
        },
      },
    }),
    next: Type.Optional(
      Type.String({
        title: 'Link or Cursor',
        description: 'Query expression. Where it finds nothing, that was the last page.',
        maxLength: 2_000,
        'x-ui': {
          ...inGroup,
          widget: 'text',
          mono: true,
          width: 'half',
          placeholder: 'paging.next',
          visibleWhen: byPath,
          emptyMessage: 'Link or Cursor is empty',
        },
        'x-required': true,
        'x-query': true,
      }),
    ),
    parameter: Type.Optional(
      Type.String({
        title: 'Sent As',
        description: 'Name of the query parameter.',
        maxLength: 200,
        'x-ui': {
          ...inGroup,
          widget: 'text',
          mono: true,
          width: 'half',
          placeholder: 'page',
          visibleWhen: byParameter,
          emptyMessage: 'Sent As is empty',
        },
        'x-required': true,
      }),
    ),
    first: Type.Optional(
      Type.Integer({
        title: 'First Page',
        minimum: 0,
        maximum: 1_000_000,
        default: 1,
        'x-ui': { ...inGroup, widget: 'number', width: 'half', visibleWhen: byPage },
      }),
    ),
    items: Type.Optional(
      Type.String({
        title: 'Items',
        description: 'Query expression of the list. Empty: the reply itself, or the only list in it.',
        maxLength: 2_000,
        'x-ui': { ...inGroup, widget: 'text', mono: true, placeholder: 'orders', visibleWhen: hasPages },
        'x-query': true,
      }),
    ),
    mostPages: Type.Optional(
      Type.Integer({
        title: 'Most Pages',
        minimum: 1,
        maximum: 500,
        default: 20,
        'x-ui': { ...inGroup, widget: 'number', width: 'half', visibleWhen: hasPages },
      }),
    ),
    mostItems: Type.Optional(
      Type.Integer({
        title: 'Most Items',
        minimum: 1,
        maximum: 100_000,
        default: 1_000,
        'x-ui': { ...inGroup, widget: 'number', width: 'half', visibleWhen: hasPages },
      }),
    ),
  },
  { additionalProperties: false, title: 'Pages', 'x-ui': { widget: 'fields', section: 'more' } },
)

/** Why no further page was asked for. `size`: the items of more pages would not fit into a step. */
export type PageStop = 'end' | 'most-pages' | 'most-items' | 'size' | 'repeated' | 'failure'

/** What the pages of a call held. */
export interface Gathered {
  readonly items: readonly Json[]
  readonly count: number
  readonly stoppedBy: PageStop
}
