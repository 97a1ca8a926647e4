import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { systemEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/** A copy of everything for the administrator. */
export function backupRoutes({ backups, now }: RouteServices): readonly Route[] {
  return [
    defineRoute(systemEndpoints.backup, {
      access: 'administrator',
      handle: () => {
        const at = now()
        const archive = backups.stream(at)
        // The fastest level: the database is waiting for a core, too.
        const compressed = createGzip({ level: 1 })
        // Whichever ends early ends the other; the reader finds a file that is not complete.
        pipeline(archive, compressed, () => undefined)
        const name = `patchbay-${at.toISOString().slice(0, 16).replaceAll(':', '')}.tar.gz`
        // Node's type of a web stream lacks what only browsers have.
        return new Response(Readable.toWeb(compressed) as ReadableStream, {
          headers: {
            'content-type': 'application/gzip',
            'content-disposition': `attachment; filename="${name}"`,
            'cache-control': 'no-store',
          },
        })
      },
    }),
  ]
}
