/** A secret in the form of Standard Webhooks: 32 bytes. */
export function signingSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
}

/** 32 characters from the browser's random source, 190 bits: letters and digits only, so it fits URLs and headers. */
export function randomToken(length = 32): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  let token = ''
  while (token.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // Bytes past the last whole round of letters would make some letters likelier than others.
      if (byte < letters.length * 4 && token.length < length) token += letters[byte % letters.length]
    }
  }
  return token
}
