const statement =
  /^\s*(?:import|export)\b([^'"`;()]*?)\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm

export interface FoundImport {
  /** As it is written. */
  readonly path: string
  /** Nothing of it is there at run time. */
  readonly isType: boolean
}

/** What a file imports: statements, re-exports, types and imports at run time. */
export function importsOf(text: string): readonly FoundImport[] {
  return [...text.matchAll(statement)].map((match) => ({
    path: match[2] ?? match[3] ?? match[4] ?? '',
    isType: match[1] !== undefined && isTypeOnly(match[1]),
  }))
}

function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true
  const list = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1]
  return list?.split(',').every((name) => name.trim() === '' || /^type\s/.test(name.trim())) ?? false
}
