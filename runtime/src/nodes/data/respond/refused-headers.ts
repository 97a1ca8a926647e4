/**
 * Headers that a flow may not answer with. Those of the connection belong to the server. The others would act on the
 * pages of this server, where people are signed in: they set cookies, sign people out, weaken what a browser guards, or
 * let other pages read an answer (Allowed Origins of a webhook does that).
 */
const refused = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'date',
  'server',
  'host',
  'alt-svc',
  'set-cookie',
  'set-cookie2',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'public-key-pins',
  'x-content-type-options',
  'x-frame-options',
  'x-xss-protection',
  'referrer-policy',
  'permissions-policy',
  'origin-agent-cluster',
  'service-worker-allowed',
  'sourcemap',
  'x-sourcemap',
  'refresh',
  'link',
  'nel',
  'report-to',
  'reporting-endpoints',
  'www-authenticate',
  'preference-applied',
  'x-permitted-cross-domain-policies',
  'x-request-id',
  'x-run-id',
])

/** The last two are orders to a proxy in front of this server. */
const refusedPrefixes = ['access-control-', 'cross-origin-', 'sec-', 'proxy-', 'x-accel-', 'x-sendfile']

/** Why a header may not be set; undefined for one that may. */
export function whyRefused(name: string): string | undefined {
  const key = name.trim().toLowerCase()
  if (key === 'content-type') return 'Choose the Content Type in its field.'
  if (!refused.has(key) && !refusedPrefixes.some((prefix) => key.startsWith(prefix))) return undefined
  return `The header ${key} is set by the server and cannot be answered by a flow.`
}
