/** A name that no flow has yet: `Weather Forecast`, then `Weather Forecast 2`, `3` … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  if (!names.has(wanted.toLowerCase())) return wanted
  const base = wanted.replace(/ \d{1,4}$/, '')
  for (let number = 2; ; number += 1) {
    const name = `${base} ${number}`
    if (!names.has(name.toLowerCase())) return name
  }
}
