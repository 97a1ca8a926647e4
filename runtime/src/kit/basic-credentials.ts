/** A user name and its password in plain text. */
export interface NamedPassword {
  readonly username: string
  readonly password: string
}

/** Name and password of an `Authorization: Basic` header; undefined for any other header. */
export function basicCredentials(header: string | undefined): NamedPassword | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined || encoded.length > 2_000) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon === -1 || text.includes('\0')) return undefined
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}
