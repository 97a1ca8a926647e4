/** What a page may load: own scripts and styles, styles with this answer's nonce, and calls to this server. */
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

/** What a script of ours may do when it runs as a worker, which has the policy of its own file: call this server. */
export const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

const withoutPage = "default-src 'none'; frame-ancestors 'none'"

/** What every answer carries unless it brings its own, as a page does with its content policy. */
export function securityHeaders(options: { readonly isHttps: boolean }): Readonly<Record<string, string>> {
  const https = options.isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}
  return { ...always, 'content-security-policy': withoutPage, ...https }
}
