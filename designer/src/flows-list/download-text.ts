/** Hands the browser a file to keep. */
export function downloadText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun by then; a browser that has not read the blob yet still holds it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
