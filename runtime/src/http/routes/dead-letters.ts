import { deadLetterEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { JSON_LINES_TYPE, streamed } from '../../kit/streamed.ts'
import type { RouteServices } from '../services.ts'

/** Events that were held too long. */
export function deadLetterRoutes({ deadLetters }: RouteServices): readonly Route[] {
  return [
    defineRoute(deadLetterEndpoints.get, { access: 'viewer', handle: ({ params }) => deadLetters.get(params.id) }),
    defineRoute(deadLetterEndpoints.replay, {
      access: 'editor',
      handle: ({ params, body }) => deadLetters.replay(params.id, body),
    }),
    defineRoute(deadLetterEndpoints.export, {
      access: 'editor',
      handle: ({ params, query }) =>
        streamed(deadLetters.export(params.id, query), { type: JSON_LINES_TYPE, fileName: 'dead-letters.jsonl' }),
    }),
  ]
}
