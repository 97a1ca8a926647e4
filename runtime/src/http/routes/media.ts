import { mediaEndpoints } from '@patchbay/shared/api'
import type { AppContext } from '../../kit/app-env.ts'
import { MOST_MEDIA_BYTES } from '../../kit/media.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { isShown } from '../../messaging/media/file-type.ts'
import { tooLarge } from '../../messaging/media/keep-file.ts'
import type { StoredFile } from '../../messaging/media/media-repository.ts'
import { sandbox } from '../security-headers.ts'
import type { RouteServices } from '../services.ts'

/** Pictures and other files of messages. */
export function mediaRoutes({ media }: RouteServices): readonly Route[] {
  return [
    defineRoute(mediaEndpoints.upload, {
      access: 'agent',
      handle: async ({ query: { name }, context }) => reply(await media.upload({ chunks: bodyOf(context), name }), {}),
    }),
    defineRoute(mediaEndpoints.file, {
      // The signature in the address is the credential.
      access: 'public',
      crossOrigin: true,
      handle: async ({ params, query: { until, signature } }) => {
        const address = {
          name: params.file,
          ...(until === undefined ? {} : { until }),
          ...(signature === undefined ? {} : { signature }),
        }
        const { file, stream } = await media.open(address)
        return new Response(stream, { headers: headersOf(file) })
      },
    }),
  ]
}

/** @throws AppError BODY_TOO_LARGE by the announced length; another body is counted while it is read */
function bodyOf({ req }: AppContext): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (Number(req.header('content-length') ?? 0) > MOST_MEDIA_BYTES) throw tooLarge()
  return req.raw.body ?? []
}

/** No file can act as a page of this server: its type is one of a few, is not guessed, and has no origin. */
function headersOf({ type, name, bytes }: StoredFile): Record<string, string> {
  const place = isShown(type) ? 'inline' : 'attachment'
  const fileName = name === null ? '' : `; filename*=UTF-8''${encodeName(name)}`
  return {
    'content-type': type,
    'content-length': String(bytes),
    'content-disposition': `${place}${fileName}`,
    'content-security-policy': sandbox,
    // The address changes with every hour, and the file at it never.
    'cache-control': 'private, max-age=3600, immutable',
  }
}

/** As RFC 8187 wants it: `encodeURIComponent` leaves a few more characters. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
