/** Content policy of a page: own scripts and styles, inline styles with this answer's nonce, calls to this server. */
export function contentPolicy(nonce: string | undefined): string {
  const styles = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** Policy of our scripts when they run as workers, where a file's own policy counts: they may only call this server. */
export const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

/** Policy of what others have made: scripts in it, as XML may have, get no page and no origin, so they reach nothing here. */
export const sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'"

/** Policy of a drawing that others have made, which may have styles of its own. */
export const drawing = `${sandbox}; style-src 'unsafe-inline'`

const withoutPage = "default-src 'none'; frame-ancestors 'none'"

/** Headers of every answer that does not set its own, as a page does with its content policy. */
export function securityHeaders(options: { readonly isHttps: boolean }): Readonly<Record<string, string>> {
  const https = options.isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}
  return { ...always, 'content-security-policy': withoutPage, ...https }
}
