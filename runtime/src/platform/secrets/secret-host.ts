export interface SecretHost {
  readonly text: string
  /** False where variables decide about the host. */
  readonly isFixed: boolean
}

/**
 * The place a secret may be sent to, read from the template text of a URL: `host:port` where the host stands
 * fixed in the text, else the whole text, so that any edit of it asks for the secret again.
 */
export function secretHostOf(urlText: string): SecretHost {
  // The URL parser drops these characters wherever they stand.
  const text = urlText.replace(/[\t\n\r]/g, '').trim()
  const token = text.search(/\$|\{\{/)
  const fixed = token === -1 ? text : text.slice(0, token)
  const isFixed = token === -1 || /^https?:\/\/[^/?#\\]+[/?#\\]/i.test(fixed)
  const url = isFixed ? URL.parse(fixed) : null
  if (url === null) return { text, isFixed: false }
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port
  return { text: `${url.hostname}:${port}`, isFixed: true }
}
