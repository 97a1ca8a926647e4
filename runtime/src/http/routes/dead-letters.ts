import { Readable } from 'node:stream'
import { deadLetterEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
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
        // Node's type of a web stream lacks members that only browsers have.
        new Response(Readable.toWeb(encoded(deadLetters.export(params.id, query))) as ReadableStream, {
          headers: {
            'content-type': 'application/x-ndjson; charset=utf-8',
            'content-disposition': 'attachment; filename="dead-letters.jsonl"',
            'cache-control': 'no-store',
          },
        }),
    }),
  ]
}

function encoded(lines: AsyncIterable<string>): Readable {
  return Readable.from(lines, { objectMode: false })
}
