import { type Static, Type } from 'typebox'

/** A page that has a flow open. Pages say so again every few seconds, and at once when something changes. */
export const PresenceSchema = Type.Object(
  {
    /** Whether there are changes that are not saved. */
    isEditing: Type.Boolean(),
    /** In the background browsers let pages speak rarely: it counts as here for longer. */
    isHidden: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type Presence = Static<typeof PresenceSchema>

/** Somebody who has the flow open in one page. */
export interface PresentEditor {
  /** Of the page. */
  readonly session: string
  readonly name: string
  readonly isEditing: boolean
  /** Whether it is who asks, maybe in another page. */
  readonly isSelf: boolean
}
