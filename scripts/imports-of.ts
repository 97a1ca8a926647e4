const statement =
  /^\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm

/** What a file imports: statements, re-exports, types and imports at run time, as they are written. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(statement)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}
