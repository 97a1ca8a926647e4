import { createHmac } from 'node:crypto'
import { isUuid } from '@patchbay/shared/api'
import { DAY_MS, HOUR_MS } from '@patchbay/shared/time'
import { equalText } from '../../platform/constant-time.ts'
import { derivedKey } from '../../platform/secrets/secret-key.ts'
import { extensionOf } from './file-type.ts'

/** Where the files are. */
export const MEDIA_PATH = '/media'

/** A page shows a file for an hour at least. */
const PAGE_MS = HOUR_MS
/** A carrier may fetch a file hours after it was asked to send it, and a run may pass an address on after a wait. */
const SERVICE_MS = 7 * DAY_MS

interface LinkedFile {
  readonly id: string
  readonly type?: string | undefined
}

/** Signed addresses of stored files. Whoever has one can read the file until the address expires. */
export interface MediaLinks {
  /** A path for pages of this server, the same for an hour, so that browsers keep what they have loaded. */
  forPages(file: LinkedFile): string
  /** The full address for services, good for seven days; only a path without PATCHBAY_PUBLIC_URL. */
  forServices(file: LinkedFile): string
  /** The id of the file; undefined when the address is not ours or has expired. */
  read(path: { readonly name: string; readonly until?: string; readonly signature?: string }): string | undefined
}

export function createMediaLinks(options: {
  /** The text of the server's key. */
  readonly key: string
  readonly publicUrl?: string
  readonly now: () => Date
}): MediaLinks {
  const { publicUrl, now } = options
  const key = derivedKey(options.key, 'patchbay media addresses')
  const signatureOf = (name: string, until: string) =>
    createHmac('sha256', key).update(`${name}\n${until}`).digest('base64url')

  /** Expires with an hour of the clock, so that it stays the same until then. */
  function pathOf({ id, type = '' }: LinkedFile, leastMs: number): string {
    const name = `${id}${extensionOf(type)}`
    const until = String((Math.ceil((now().getTime() + leastMs) / HOUR_MS) * HOUR_MS) / 1_000)
    return `${MEDIA_PATH}/${name}?until=${until}&signature=${signatureOf(name, until)}`
  }

  return {
    forPages: (file) => pathOf(file, PAGE_MS),
    forServices: (file) => `${publicUrl ?? ''}${pathOf(file, SERVICE_MS)}`,
    read({ name, until = '', signature = '' }) {
      const [id = ''] = name.split('.')
      // First of all the signature, so that the answer says nothing else about an address that was made up.
      const isOurs = equalText(signature, signatureOf(name, until))
      return isOurs && isUuid(id) && Number(until) * 1_000 > now().getTime() ? id : undefined
    },
  }
}
