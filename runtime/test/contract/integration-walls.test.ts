import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importsOf } from '../../../scripts/imports-of.ts'
import { integrations } from '../../src/integrations/index.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const rooms = 'runtime/src/integrations'

const sources: ReadonlyMap<string, string> = new Map(
  globSync('{runtime,shared,designer}/src/**/*.{ts,tsx,css}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
)

/** Services of others; what nobody can create an account of is a part of Patchbay. */
const vendors = integrations.filter(({ account }) => account.capabilities.create).map(({ id }) => id)

/** Ids that are words of plain English too: only `'line'` and names such as `lineChannel` and `LineHook` count. */
const ordinaryWords: ReadonlySet<string> = new Set(['line'])

function patternOf(id: string): RegExp {
  const words = id.split('-')
  if (!ordinaryWords.has(id)) return new RegExp(words.join('[-_ ]?'), 'i')
  const camel = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')
  return new RegExp(`['"]${id}['"]|(?<![A-Za-z])${id}(?=[A-Z])|${camel}(?=[A-Z])`)
}

/** The folder of the integration that a file belongs to. */
function roomOf(path: string): string | undefined {
  return /^runtime\/src\/integrations\/([^/]+)\//.exec(path)?.[1]
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path)
/**
 * What it may say: the list, words for users, the webhook's choice of how services sign, and migrations, which never
 * change once they are released.
 */
const mayName = (path: string) =>
  path === `${rooms}/index.ts` ||
  path.startsWith('designer/src/ui/texts/') ||
  path.startsWith('runtime/src/nodes/triggers/webhook/') ||
  path.startsWith('runtime/src/store/schema/migrations/')

function importsIn(path: string): readonly string[] {
  const text = sources.get(path) ?? ''
  const relative = importsOf(text).filter((imported) => imported.path.startsWith('.'))
  return relative.map((imported) => posix.join(posix.dirname(path), imported.path))
}

describe('the walls of an integration', () => {
  it.each(vendors)('nothing outside of its folder names %s', (id) => {
    const pattern = patternOf(id)
    const faults = [...sources].filter(
      ([path, text]) => roomOf(path) !== id && !isTest(path) && !mayName(path) && pattern.test(text),
    )
    expect(faults.map(([path]) => path)).toEqual([])
  })

  it('are passed by the list to integration.ts, and by another integration to wire.ts only', () => {
    const files = [...sources.keys()].filter((path) => !isTest(path))
    const faults = files.flatMap((path) =>
      importsIn(path)
        .filter((target) => {
          const room = roomOf(target)
          if (room === undefined || room === roomOf(path)) return false
          if (path === `${rooms}/index.ts`) return target !== `${rooms}/${room}/integration.ts`
          return roomOf(path) === undefined || target !== `${rooms}/${room}/wire.ts`
        })
        .map((target) => `${path} imports ${target}`),
    )
    expect(faults).toEqual([])
  })

  /** Ports come through the host; these are tools without state. */
  const tools =
    /^runtime\/src\/(?:kit|platform|http|messaging\/channels|web-call)\/|^runtime\/src\/store\/(?:uuid|json-text)\.ts$/

  it('let it see tools, and no part of Patchbay that it could call behind the back of its host', () => {
    const own = [...sources.keys()].filter((path) => roomOf(path) !== undefined && !isTest(path))
    const faults = own.flatMap((path) =>
      importsIn(path)
        .filter((target) => roomOf(target) === undefined && !tools.test(target))
        .map((target) => `${path} imports ${target}`),
    )
    expect(faults).toEqual([])
  })
})

it('kit/ imports platform/ and shared only', () => {
  const faults = [...sources.keys()]
    .filter((path) => path.startsWith('runtime/src/kit/') && !isTest(path))
    .flatMap((path) =>
      importsIn(path)
        .filter((target) => !/^runtime\/src\/(?:kit|platform)\//.test(target))
        .map((target) => `${path} imports ${target}`),
    )
  expect(faults).toEqual([])
})
