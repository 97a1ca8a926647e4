import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Endpoint, endpointGroups } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'

const designer = fileURLToPath(new URL('../../../designer/src/', import.meta.url))

/** Source files of the designer outside `api/`, the only folder that may call the server. */
const sources = readdirSync(designer, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('api/'))
  .map((path) => ({ path, text: readFileSync(`${designer}${path}`, 'utf8') }))

/** A text that begins like an address of the API, as a call or a link would name it. */
const address = /['"`](?:\$\{[^}]*\})?\/api(?:\/|['"`?])/
/** Probing the addresses of triggers is no call of the API. */
const mayFetch: readonly string[] = ['editing/check-starts.ts']

describe('the designer', () => {
  it('writes no address of the API outside api/', () => {
    expect(sources.length).toBeGreaterThan(200)
    expect(sources.filter(({ text }) => address.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('calls the server through api/ alone', () => {
    const callers = sources.filter(({ text }) => /\bfetch\(|new (?:EventSource|XMLHttpRequest|WebSocket)\(/.test(text))
    expect(callers.map(({ path }) => path).filter((path) => !mayFetch.includes(path))).toEqual([])
  })
})

describe('the endpoints of shared/src/api', () => {
  const all = Object.values(endpointGroups).flatMap((group) => Object.values<Endpoint>(group))

  it('have each method and path once', () => {
    const names = all.map(({ method, path }) => `${method} ${path}`)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })

  it('give each name of a shape to one shape', () => {
    const byName = new Map<string, Set<string>>()
    for (const { body, answer } of all) collect([body, answer], byName)
    const ambiguous = [...byName].filter(([, shapes]) => shapes.size > 1).map(([name]) => name)
    expect(byName.size).toBeGreaterThan(20)
    expect(ambiguous).toEqual([])
  })
})

/** Gathers what every named schema below this value looks like. */
function collect(value: unknown, byName: Map<string, Set<string>>): void {
  if (typeof value !== 'object' || value === null) return
  if ('title' in value && typeof value.title === 'string' && /^[A-Z][A-Za-z]+$/.test(value.title)) {
    byName.set(value.title, (byName.get(value.title) ?? new Set()).add(JSON.stringify(value)))
  }
  for (const member of Object.values(value)) collect(member, byName)
}
