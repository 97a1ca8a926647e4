import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { list, shape, text } from './shapes.ts'

export const PresenceSchema = Type.Object(
  {
    isEditing: Type.Boolean({ description: 'Whether there are changes that are not saved.' }),
    isHidden: Type.Optional(
      Type.Boolean({
        description: 'In the background browsers let pages speak rarely: it counts as here for 90 s instead of 20.',
      }),
    ),
  },
  { additionalProperties: false },
)
/** A page that has a flow open. Pages say so again every few seconds, and at once when something changes. */
export type Presence = Static<typeof PresenceSchema>

export const PresentEditorSchema = shape(
  {
    session: text('Of the page.'),
    name: text(),
    isEditing: Type.Boolean(),
    isSelf: Type.Boolean({ description: 'Whether it is the caller, maybe in another page.' }),
  },
  { title: 'PresentEditor', description: 'Somebody who has the flow open in one page.' },
)
export type PresentEditor = Static<typeof PresentEditorSchema>

export const presenceEndpoints = {
  enter: endpoint({
    method: 'PUT',
    path: '/api/flows/:id/presence/:session',
    summary: 'Say that a page has the flow open; again every few seconds. Answers who is here',
    body: PresenceSchema,
    answer: shape({ items: list(PresentEditorSchema) }),
    errors: ['FLOW_NOT_FOUND', 'NOT_FOUND'],
  }),
  leave: endpoint({
    method: 'DELETE',
    path: '/api/flows/:id/presence/:session',
    summary: 'Say that a page has closed the flow',
    answer: nothing,
    errors: ['FLOW_NOT_FOUND', 'NOT_FOUND'],
  }),
}
