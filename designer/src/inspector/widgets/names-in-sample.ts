/** The names of a JSON object, or of the first object in a list, as other tools show samples; null for anything else. */
export function namesInSample(text: string): readonly string[] | null {
  const value = parse(text)
  const sample: unknown = Array.isArray(value) ? value[0] : value
  if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) return null
  return Object.keys(sample).filter((name) => name.trim() !== '')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
