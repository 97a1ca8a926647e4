import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { list, shape, text, time } from './shapes.ts'

export const SavedReplySchema = shape(
  {
    id: text(),
    name: text('Unique, whatever the case.'),
    text: text('With variables such as `{{contact.first_name}}`, which pages fill in before it is sent.'),
    modifiedAt: time(),
  },
  { title: 'SavedReply' },
)
export type SavedReply = Static<typeof SavedReplySchema>

const NewSavedReplySchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    text: Type.String({ minLength: 1, maxLength: 10_000 }),
  },
  { additionalProperties: false },
)
export type NewSavedReply = Static<typeof NewSavedReplySchema>

/** Texts that people use again and again. Everybody who answers may make and change them. */
export const savedReplyEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/saved-replies',
    summary: 'Saved replies, by name',
    answer: shape({ items: list(SavedReplySchema) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/saved-replies',
    summary: 'Add a saved reply',
    body: NewSavedReplySchema,
    answer: SavedReplySchema,
    status: 201,
    errors: ['SAVED_REPLY_EXISTS', 'INVALID_INPUT'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/saved-replies/:id',
    summary: 'Change a saved reply',
    body: NewSavedReplySchema,
    answer: SavedReplySchema,
    errors: ['NOT_FOUND', 'SAVED_REPLY_EXISTS', 'INVALID_INPUT'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/saved-replies/:id',
    summary: 'Remove a saved reply',
    answer: nothing,
    errors: ['NOT_FOUND'],
  }),
}
