import { Type } from 'typebox'

const exact = { additionalProperties: false } as const

/** A row of query parameters or form fields. */
export const pair = Type.Object(
  {
    name: Type.String({
      title: 'Name',
      maxLength: 200,
      'x-ui': { widget: 'text', emptyMessage: 'A row has no name' },
      'x-required': true,
    }),
    value: Type.String({
      title: 'Value',
      maxLength: 8_000,
      'x-ui': { widget: 'template' },
      'x-template': { place: 'text' },
    }),
  },
  exact,
)

const isFile = { field: 'kind', equals: 'file' } as const

/** A row of a multipart body. */
export const part = Type.Object(
  {
    name: Type.String({
      title: 'Name',
      maxLength: 200,
      'x-ui': { widget: 'text', emptyMessage: 'A part has no name' },
      'x-required': true,
    }),
    kind: Type.Optional(
      Type.Enum(['text', 'file'], {
        title: 'Kind',
        default: 'text',
        'x-ui': { widget: 'select', below: 'name', optionLabels: { text: 'Text', file: 'File' } },
      }),
    ),
    value: Type.String({
      title: 'Value',
      description: 'A text, or the address of a file: on a web server, or of one that a variable holds.',
      maxLength: 8_000,
      'x-ui': { widget: 'template' },
      'x-template': { place: 'text' },
    }),
    fileName: Type.Optional(
      Type.String({
        title: 'File Name',
        description: 'In place of the name that the file has.',
        maxLength: 200,
        'x-ui': { widget: 'template', detail: true, visibleBeside: isFile },
        'x-template': { place: 'text' },
      }),
    ),
    type: Type.Optional(
      Type.String({
        title: 'Type',
        description: 'Such as application/json. Empty: that of the file, and none for a text.',
        maxLength: 200,
        'x-ui': { widget: 'text', mono: true, detail: true },
      }),
    ),
  },
  exact,
)
