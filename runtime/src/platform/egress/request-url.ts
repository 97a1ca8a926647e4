import { AppError } from '@patchbay/shared/errors'

/**
 * Reads the URL of an outside call: absolute, http or https, without a user name.
 * @throws AppError INVALID_URL
 */
export function readRequestUrl(text: string, base?: URL): URL {
  const trimmed = text.trim()
  if (trimmed === '') throw invalidUrl('The URL is empty.')
  const url = URL.parse(trimmed, base?.href)
  if (url === null) throw invalidUrl(`"${shorten(trimmed)}" is not a URL.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalidUrl(`"${shorten(url.protocol)}" cannot be called. Begin the URL with https:// or http://.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidUrl('The URL has a user name or password in it. Enter them under Authentication, Basic Auth.')
  }
  if (url.href.includes('#')) url.hash = ''
  return url
}

function invalidUrl(message: string): AppError {
  return new AppError('INVALID_URL', message, {
    extra: { help: 'Write it in full, such as https://api.example.com/orders.' },
  })
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
