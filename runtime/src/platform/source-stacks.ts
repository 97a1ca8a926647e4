import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Makes stack traces of the built server name our sources. Node's own `--enable-source-maps` keeps every map in memory,
 * 12 MB. Here a map is read when a stack that passes through its file is read for the first time.
 */
export function nameSourcesInStacks(): void {
  const maps = new Map<string, SourceMap | undefined>()
  const mapOf = (file: string) => {
    if (!maps.has(file)) maps.set(file, readMap(file))
    return maps.get(file)
  }
  Error.prepareStackTrace = (error, sites) =>
    [String(error), ...sites.map((site) => frame(site, mapOf))].join('\n    at ')
}

function frame(site: NodeJS.CallSite, mapOf: (file: string) => SourceMap | undefined): string {
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()]
  if (file == null || line === null || column === null || !file.startsWith('file:')) return site.toString()
  const entry = mapOf(file)?.findEntry(line - 1, column - 1)
  // No map covers the lines of packages; the lookup then returns the entry before them.
  if (entry === undefined || !('originalSource' in entry) || entry.generatedLine !== line - 1) return site.toString()
  const source = new URL(entry.originalSource, file).href
  const place = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  return site.toString().replace(`${file}:${line}:${column}`, () => place)
}

/** Never throws, because it runs while another error is being reported. */
function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(file)}.map`, 'utf8')))
  } catch {
    return undefined
  }
}
