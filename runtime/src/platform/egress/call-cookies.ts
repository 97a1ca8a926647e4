import type { CookieJar } from 'tough-cookie'
import type { WebRequest } from './web-client.ts'

type Headers = WebRequest['headers']

/**
 * Cookies that the redirects of one call set, for the requests of this call that follow: a sign-in often sets one and
 * sends the caller on. Which host gets which cookie is decided by RFC 6265.
 */
export interface CallCookies {
  /** Takes the Set-Cookie lines of a reply. Lines that a browser would ignore are ignored. */
  take(url: URL, setCookie: string | readonly string[] | undefined): Promise<void>
  /** The headers with the cookies for this URL added to those that the flow sets. A newer value replaces an older one. */
  addTo(headers: Headers, url: URL): Headers
}

export function createCallCookies(): CallCookies {
  let jar: CookieJar | undefined
  return {
    async take(url, setCookie) {
      if (setCookie === undefined) return
      // Loaded on first use, because most calls never set a cookie on the way.
      jar ??= new (await import('tough-cookie')).CookieJar()
      for (const line of typeof setCookie === 'string' ? [setCookie] : setCookie) {
        jar.setCookieSync(line, url.href, { ignoreError: true })
      }
    },
    addTo(headers, url) {
      const cookies = jar?.getCookiesSync(url.href) ?? []
      if (cookies.length === 0) return headers
      const names = new Set(cookies.map(({ key }) => key))
      const given = headers.filter(([name]) => isCookie(name)).flatMap(([, value]) => value.split(';'))
      const older = given.map((pair) => pair.trim()).filter((pair) => !names.has(pair.split('=', 1)[0] ?? ''))
      const value = [...older, ...cookies.map((cookie) => cookie.cookieString())].join('; ')
      return [...headers.filter(([name]) => !isCookie(name)), ['cookie', value]]
    },
  }
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === 'cookie'
}
