import { isUuid } from '@patchbay/shared/api'
import { MEDIA_PATH } from './media-links.ts'

/** The id in an address that this server has made, whole or as a path, also after the address has expired. */
export function storedIdIn(address: string, publicUrl: string | undefined): string | undefined {
  const isOwn = publicUrl !== undefined && address.startsWith(`${publicUrl}${MEDIA_PATH}/`)
  const path = isOwn ? address.slice(publicUrl.length) : address
  if (!path.startsWith(`${MEDIA_PATH}/`)) return undefined
  const [id = ''] = path.slice(MEDIA_PATH.length + 1).split(/[.?]/)
  return isUuid(id) ? id.toLowerCase() : undefined
}
