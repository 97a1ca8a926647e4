/** Shorter pieces of base64 and hex are found by chance. */
const LEAST_LENGTH = 8

/**
 * The texts by which a secret is found wherever it has leaked to: as it is, in JSON, in URLs and forms, as hex, and as
 * base64 in both alphabets, also in the middle of something longer such as a Basic header. Of several lines the longest.
 */
export function searchedForms(secret: string): readonly string[] {
  const line = secret.split('\n').toSorted((one, other) => other.length - one.length)[0] ?? ''
  const hex = Buffer.from(line).toString('hex')
  const form = new URLSearchParams([['', line]]).toString().slice(1)
  const forms = [line, JSON.stringify(line).slice(1, -1), encodeURIComponent(line), form, hex, hex.toUpperCase()]
  return [...new Set([...forms, ...[0, 1, 2].flatMap((before) => base64Of(line, before))])]
}

/** The part of the base64 that does not depend on what stands `before` the secret or behind it. */
function base64Of(secret: string, before: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
  const [first, end] = [Math.ceil((before * 4) / 3), Math.floor((padded.length * 4) / 3)]
  return (['base64', 'base64url'] as const)
    .map((alphabet) => padded.toString(alphabet).slice(first, end))
    .filter((text) => text.length >= LEAST_LENGTH)
}
