import type { FieldCondition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { eventNames } from './event-names.ts'

const exact = { additionalProperties: false } as const

const whenListed = { field: 'events.from', equals: ['body', 'header'] } as const
const whenTold = { field: 'repeated.from', equals: ['body', 'header'] } as const

/** A path into the body, or the name of a header. */
function valuePlace(title: string, placeholder: string, visibleWhen: FieldCondition) {
  return Type.String({
    title,
    description: 'A path into the body, such as data.id, or the name of the header.',
    maxLength: 200,
    'x-ui': { widget: 'text', mono: true, placeholder, visibleWhen, emptyMessage: `${title}: this is empty` },
    'x-required': true,
  })
}

/** The fields that say which events start the flow. */
export const eventFilter = Type.Object(
  {
    from: Type.Enum(['all', 'body', 'header', 'gladly'], {
      title: 'Events',
      description: 'Which of the events that the service sends start the flow. Others are answered and left alone.',
      default: 'all',
      'x-ui': {
        widget: 'select',
        optionLabels: {
          all: 'All',
          body: 'By a value of the body',
          header: 'By a header',
          gladly: 'Conversations of Gladly',
        },
      },
    }),
    name: Type.Optional(valuePlace('Where the event is named', 'type', whenListed)),
    only: Type.Optional(
      Type.Array(
        Type.Object(
          {
            event: Type.String({
              title: 'Event',
              maxLength: 200,
              'x-ui': { widget: 'text', mono: true, suggestions: eventNames, emptyMessage: 'An event has no name' },
              'x-required': true,
            }),
          },
          exact,
        ),
        {
          title: 'Start the flow for',
          description: 'Names of events; a star at the end stands for anything.',
          maxItems: 100,
          'x-ui': { widget: 'rows', addLabel: 'Add event', visibleWhen: whenListed },
        },
      ),
    ),
  },
  { ...exact, title: 'Events', 'x-ui': { widget: 'fields' } },
)

/** The fields that say by what a repeated event is known. */
export const repetition = Type.Object(
  {
    from: Type.Enum(['signed', 'body', 'header', 'none'], {
      title: 'Repeated events',
      description: 'An event that comes again within 14 days starts no second run. What tells it:',
      default: 'signed',
      'x-ui': {
        widget: 'select',
        optionLabels: {
          signed: 'The ID that comes with the signature',
          body: 'A value of the body',
          header: 'A header',
          none: 'Nothing: each starts a run',
        },
      },
    }),
    name: Type.Optional(valuePlace('Where the ID is', 'id', whenTold)),
  },
  { ...exact, title: 'Repeated events', 'x-ui': { widget: 'fields' } },
)
