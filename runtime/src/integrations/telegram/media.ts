import type { MessageMedia } from '@patchbay/shared/api'
import { downloadMedia, type FetchedMedia } from '../../kit/media.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { resultOf, type TelegramCall, type TelegramHost } from './calls.ts'

/**
 * A file that the bot received. Its address holds the token, so it is asked for each time. Telegram gives at most 20 MB;
 * of these 16 MiB are kept.
 */
export async function fetchTelegramFile(
  host: TelegramHost,
  call: TelegramCall,
  { ref = '' }: MessageMedia,
): Promise<FetchedMedia> {
  const path = textOf(fieldOf(await resultOf(host, call, 'getFile', { file_id: ref }), 'file_path'))
  if (!/^[\w./-]+$/.test(path) || path.includes('..')) throw refusedCall('Telegram gave no path of the file.')
  const url = `${host.url('api')}/file/bot${call.properties.token}/${path}`
  return downloadMedia(host.web, { url, signal: call.signal })
}
