import { isIP } from 'node:net'
import { AppError } from '@patchbay/shared/errors'
import type { AppContext } from '../kit/app-env.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets only pages of this server use the signed-in person's cookie. The Host must be the public address, `localhost` or
 * an IP address; a foreign name pointed at this server (DNS rebinding) is none of these. Methods that change something
 * need an Origin with the same host.
 * @throws AppError ORIGIN_REFUSED
 */
export function guardOrigin(context: AppContext, publicUrl: string | undefined): void {
  const host = hostOf(context)
  if (!isOwnHost(host, publicUrl)) {
    throw new AppError(
      'ORIGIN_REFUSED',
      'This server is not known under that host name. Set PATCHBAY_PUBLIC_URL to the address you use, or open it by IP address.',
    )
  }
  const origin = context.req.header('origin')
  if (origin === undefined && safeMethods.has(context.req.method)) return
  if (origin !== undefined && isOwnOrigin(origin, host, publicUrl)) return
  throw new AppError(
    'ORIGIN_REFUSED',
    'The request did not come from a page of this server. Programs use "Authorization: Bearer <api token>".',
  )
}

/**
 * True when the request names the public address, `localhost` or an IP address, and not a foreign name that was pointed
 * at this server.
 */
export function namesOwnHost(context: AppContext, publicUrl: string | undefined): boolean {
  return isOwnHost(hostOf(context), publicUrl)
}

function hostOf(context: AppContext): string {
  return (context.req.header('host') ?? new URL(context.req.url).host).toLowerCase()
}

function isOwnHost(host: string, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true
  const url = `http://${host}`
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
}

function isOwnOrigin(origin: string, host: string, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
  return url.origin === publicUrl || url.host === host
}
