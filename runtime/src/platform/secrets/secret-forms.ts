/** Below this length, base64 and hex of a secret are too short to be told from other text. */
const MIN_PACKED_LENGTH = 8

/**
 * The texts as which services repeat a secret: as it is, in URLs and forms, in JSON (also inside a text of JSON), in
 * HTML and XML, as base64 and as hex.
 */
export function secretForms(secret: string): readonly string[] {
  const wellFormed = secret.toWellFormed()
  const forms = [secret, ...urlForms(wellFormed), ...jsonForms(secret), ...markupForms(secret)]
  if (secret.length < MIN_PACKED_LENGTH) return forms
  // A Basic header holds the form-encoded secret where RFC 6749 wants it so.
  const packed = [wellFormed, formEncoded(wellFormed)].flatMap((text) => base64Forms(text))
  const hex = Buffer.from(wellFormed).toString('hex')
  return [...forms, ...packed, hex, hex.toUpperCase()]
}

function urlForms(secret: string): readonly string[] {
  const component = encodeURIComponent(secret)
  const strict = component.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return [component, strict, formEncoded(secret)].flatMap((form) => [form, lowerCaseEscapes(form)])
}

function formEncoded(secret: string): string {
  return new URLSearchParams({ '': secret }).toString().slice(1)
}

function lowerCaseEscapes(form: string): string {
  return form.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase())
}

/** With and without escapes for slashes and for characters beyond ASCII, once and inside another text of JSON. */
function jsonForms(secret: string): readonly string[] {
  const plain = inJson(secret)
  const forms = [plain, plain.replaceAll('/', '\\/'), inAscii(plain), inAscii(plain).replaceAll('/', '\\/')]
  return forms.flatMap((form) => [form, inJson(form)])
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function inAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function markupForms(secret: string): readonly string[] {
  const common = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = common.replaceAll('"', '&quot;')
  return [common, quoted, ...['&#39;', '&#039;', '&#x27;', '&apos;'].map((mark) => quoted.replaceAll("'", mark))]
}

/**
 * The parts that base64 of any text with this secret contains, such as a Basic header that a service repeats. There is
 * one form for each of the three alignments to groups of three bytes, without the characters at both ends that depend
 * on the neighbours; each of them in both alphabets (RFC 4648 4 and 5).
 */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    const first = Math.ceil((offset * 8) / 6)
    const end = Math.floor((shifted.length * 8) / 6)
    return (['base64', 'base64url'] as const).map((alphabet) => shifted.toString(alphabet).slice(first, end))
  })
}
