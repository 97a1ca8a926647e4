/** Names that the system fills; builders cannot define them. Action outputs (`EXTCALL_2`) come on top. */
export const reservedNames = ['item', 'contact', 'DateTime', 'Flow', 'Run'] as const

/** Whether the system fills this name: one of {@link reservedNames}, or an action's own outputs by its prefix. */
export function isReserved(name: string, prefixes: readonly string[]): boolean {
  if (reservedNames.some((reserved) => reserved === name)) return true
  return prefixes.some((prefix) => name.startsWith(`${prefix}_`) && /^\d+$/.test(name.slice(prefix.length + 1)))
}

/** Whether a builder may call a variable so: everything that `$name` or `${any name}` can reach. */
export function isVariableName(name: string): boolean {
  return name.length > 0
}

/** How to write a path as a token: `$temp`, `$EXTCALL_2.body.x`, `${order-no}`, `${a["b c"]}`. */
export function tokenText(path: readonly (string | number)[]): string {
  return `$${path.join('.')}`
}

/** The candidate that was probably meant, for a did-you-mean. */
export function nearestName(_name: string, _candidates: Iterable<string>): string | undefined {
  return undefined
}
