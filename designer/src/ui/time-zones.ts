/** Time zones the browser knows, with `current` even if it does not know that one. */
export function timeZones(current: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  const all = known.includes('UTC') ? known : ['UTC', ...known]
  return all.includes(current) ? all : [current, ...all]
}
