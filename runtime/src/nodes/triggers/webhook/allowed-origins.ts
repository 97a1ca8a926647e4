/**
 * The headers by which a browser lets a page of this origin call the webhook, or read its answer; undefined when the
 * page may not. `allowed` is the list of the trigger: origins with commas or blanks between, or `*`.
 */
export function originHeaders(
  origin: string | undefined,
  allowed: string,
): Readonly<Record<string, string>> | undefined {
  if (origin === undefined) return undefined
  const origins = allowed.split(/[\s,;]+/).map((entry) => entry.replace(/\/$/, '').toLowerCase())
  if (origins.includes('*')) return { 'access-control-allow-origin': '*' }
  if (!origins.includes(origin.toLowerCase())) return undefined
  return { 'access-control-allow-origin': origin, vary: 'Origin' }
}
