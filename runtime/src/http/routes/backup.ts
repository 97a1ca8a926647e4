import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { systemEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { streamed } from '../../kit/streamed.ts'
import type { RouteServices } from '../services.ts'

/** A copy of everything for the administrator. */
export function backupRoutes({ backups, now }: RouteServices): readonly Route[] {
  return [
    defineRoute(systemEndpoints.backup, {
      access: 'administrator',
      handle: () => {
        const at = now()
        const archive = backups.stream(at)
        // The fastest level, because the database needs CPU time as well.
        const compressed = createGzip({ level: 1 })
        // When one stream ends early, it ends the other. The reader then gets an incomplete file and notices.
        pipeline(archive, compressed, () => undefined)
        const name = `patchbay-${at.toISOString().slice(0, 16).replaceAll(':', '')}.tar.gz`
        return streamed(compressed, { type: 'application/gzip', fileName: name })
      },
    }),
  ]
}
