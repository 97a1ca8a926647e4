export interface SecretHost {
  readonly text: string
  /** False when variables determine the host. */
  readonly isFixed: boolean
}

/**
 * The destination of a secret, read from the template text of a URL: `host:port` when the text fixes the host, else the
 * whole text, so that any edit of it requires the secret again.
 */
export function secretHostOf(urlText: string): SecretHost {
  // The URL parser removes these characters at any position.
  const text = urlText.replace(/[\t\n\r]/g, '').trim()
  const token = text.search(/\$|\{\{/)
  const fixed = token === -1 ? text : text.slice(0, token)
  const isFixed = token === -1 || /^https?:\/\/[^/?#\\]+[/?#\\]/i.test(fixed)
  const url = isFixed ? URL.parse(fixed) : null
  if (url === null) return { text, isFixed: false }
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port
  return { text: `${url.hostname}:${port}`, isFixed: true }
}
