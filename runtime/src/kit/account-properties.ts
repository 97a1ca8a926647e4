import { Type } from 'typebox'
import { baseUrlPattern } from './text-patterns.ts'

/** Properties that the accounts of several services have in common. */

/** Where the service is called. `place` is its usual address. */
export function apiUrlProperty(place: string, description: string) {
  return Type.Optional(
    Type.String({
      title: 'API URL',
      description,
      maxLength: 300,
      // Empty: the usual address.
      ...baseUrlPattern,
      'x-ui': { widget: 'text', placeholder: place },
    }),
  )
}

/** How fast the account may send. Faster sends wait for their turn. */
export const messagesPerSecondProperty = Type.Optional(
  Type.Integer({
    title: 'Messages per second',
    description: 'faster sends wait their turn; empty: as fast as they come',
    minimum: 1,
    maximum: 1_000,
    'x-ui': { widget: 'number', unit: '/ sec', width: 'third' },
  }),
)

/** An API URL without slashes at its end; undefined when the account names none. */
export function givenUrl(apiUrl: string | undefined): string | undefined {
  const url = apiUrl?.replace(/\/+$/, '') ?? ''
  return url === '' ? undefined : url
}
