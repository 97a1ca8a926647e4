import type { AppContext } from '../kit/app-env.ts'

/** The address under which the caller reaches this server, without a trailing slash. */
export function baseUrlOf(context: AppContext, publicUrl: string | undefined): string {
  return publicUrl ?? new URL(context.req.url).origin
}

/** The full address that the caller used, exactly as sent, and its query part. */
export function sentAddress(context: AppContext, publicUrl: string | undefined): { url: string; search: string } {
  const { url } = context.req
  // Parsing it would change the spelling of some characters.
  const sent = url.slice(url.indexOf('/', url.indexOf('//') + 2))
  const search = sent.includes('?') ? sent.slice(sent.indexOf('?') + 1) : ''
  return { url: `${baseUrlOf(context, publicUrl)}${sent}`, search }
}
