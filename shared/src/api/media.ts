import { type Static, Type } from 'typebox'
import { endpoint, raw } from './endpoint.ts'
import { count, nullable, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

const address =
  'A path on this server that needs no credential and is good for an hour or two. Ask again for a new one.'

export const UploadedFileSchema = shape(
  {
    id: text(),
    type: text('By its content, such as `image/png`; `application/octet-stream` for what is not known.'),
    name: text(),
    bytes: count(),
    url: text(address),
  },
  { title: 'UploadedFile' },
)
export type UploadedFile = Static<typeof UploadedFileSchema>

const fileMembers = {
  id: nullable(text(), { description: 'Null for a file that is not kept here.' }),
  state: Type.Enum(['fetching', 'stored', 'missing', 'elsewhere'], {
    description: '`missing`: see `problem`. `elsewhere`: `url` is an address of somebody else.',
  }),
  type: nullable(text(), { description: 'By its content once it is stored, before that as the service says.' }),
  name: nullable(text()),
  bytes: nullable(count()),
  url: nullable(text(address)),
  problem: nullable(text(), { description: 'Why there is no file.' }),
}

export const MessageFileSchema = shape(fileMembers, {
  title: 'MessageFile',
  description: 'A picture or another file of a message.',
})
export type MessageFile = Static<typeof MessageFileSchema>

export const RunFileSchema = shape(
  {
    ...fileMembers,
    messageId: nullable(text(), { description: "The service's id of its message, as `$SMS_n.messageId`." }),
  },
  { title: 'RunFile', description: 'A picture or another file that the run got, with a message or a webhook.' },
)
export type RunFile = Static<typeof RunFileSchema>

export const mediaEndpoints = {
  upload: endpoint({
    method: 'POST',
    path: '/api/media',
    summary: 'Store a file for a message, at most 16 MiB',
    description:
      'The body is the file itself. It is kept as long as messages are. Give its `id` as media of a message, or its `url` ' +
      'as a media address of an action.',
    query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 200, description: 'Its file name.' })) }, exact),
    rawBody: { schema: { type: 'string', format: 'binary' }, types: ['application/octet-stream'] },
    answer: UploadedFileSchema,
    status: 201,
    errors: ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID_INPUT'],
  }),
  file: endpoint({
    method: 'GET',
    path: '/media/:file',
    summary: 'A stored file, at the address that the API gave',
    description: 'Files that a browser could run, and unknown ones, are sent to be saved, not shown.',
    query: Type.Object({ until: Type.Optional(Type.String()), signature: Type.Optional(Type.String()) }),
    answer: raw('*/*'),
    credential: 'own',
    errors: ['NOT_FOUND', 'MEDIA_NOT_READY'],
  }),
}
