import { randomUUID } from 'node:crypto'
import type { MessageMedia } from '@patchbay/shared/api'
import { type Json, parseJson } from '@patchbay/shared/json'
import { downloadMedia, type FetchedMedia } from '../../kit/media.ts'
import { callService, refusedCall, type ServiceAnswer, UPLOAD_TIMEOUT_MS } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { encodeMultipart } from '../../web-call/encode-multipart.ts'
import type { AccessTokens } from './access-tokens.ts'
import { methodUrl, type WechatCall, withToken } from './calls.ts'
import { codeOf, reasonOf, refusedWith, staleCodes, type WechatHost } from './wire.ts'

/** A file that a contact sent. WeChat keeps it for three days. A refusal comes as JSON in place of the file. */
export async function fetchWechatFile(
  host: WechatHost,
  tokens: AccessTokens,
  { call, media: { url, ref = '' } }: { readonly call: WechatCall; readonly media: MessageMedia },
): Promise<FetchedMedia> {
  const { signal } = call
  if (url !== undefined) return downloadMedia(host.web, { url, signal })
  const file = await withToken<FetchedMedia>(tokens, call, {
    isStale: (answer) => staleCodes.includes(codeOf(jsonOf(answer)) ?? 0),
    call: (token) =>
      downloadMedia(host.web, {
        url: methodUrl(host, call, { path: 'media/get', token, query: { media_id: ref } }),
        signal,
      }),
  })
  const said = jsonOf(file)
  if (said === undefined) return file
  const videoUrl = textOf(fieldOf(said, 'video_url'))
  if (videoUrl !== '') return downloadMedia(host.web, { url: videoUrl, signal })
  throw refusedCall(`WeChat gave no file: ${codeOf(said) ?? ''} ${reasonOf(said)}`)
}

/**
 * Resolves with what WeChat calls the picture.
 * @throws AppError HTTP_STATUS with WeChat's words when it takes none, with `notSent` where another try may help
 */
export async function uploadPicture(
  host: WechatHost,
  tokens: AccessTokens,
  { call, picture }: { readonly call: WechatCall; readonly picture: FetchedMedia },
): Promise<string> {
  const { bytes: content, type = 'image/jpeg', name: fileName = 'picture' } = picture
  const boundary = randomUUID()
  const { content: body } = encodeMultipart([{ name: 'media', content, type, fileName }], boundary)
  const answer = await withToken<ServiceAnswer>(tokens, call, {
    isStale: ({ body: said }) => staleCodes.includes(codeOf(said) ?? 0),
    call: (token) =>
      callService(host.web, {
        method: 'POST',
        url: methodUrl(host, call, { path: 'media/upload', token, query: { type: 'image' } }),
        headers: [['content-type', `multipart/form-data; boundary=${boundary}`]],
        body,
        signal: call.signal,
        timeoutMs: UPLOAD_TIMEOUT_MS,
      }),
  })
  const mediaId = textOf(fieldOf(answer.body, 'media_id'))
  if (answer.isOk && mediaId !== '') return mediaId
  const code = codeOf(answer.body)
  throw refusedWith(code, `WeChat does not take the picture: ${code ?? answer.statusCode} ${reasonOf(answer.body)}`)
}

function jsonOf({ type = '', bytes }: FetchedMedia): Json | undefined {
  if (!/^(application\/json|text\/plain)\b/.test(type)) return undefined
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
