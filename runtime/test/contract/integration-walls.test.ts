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

/** What External Web Call signs in with, at any service: the accounts of this room are part of that action. */
const ownRoom = 'web-call'

/** Services of others; what nobody can create an account of is a part of Patchbay. */
const vendors = integrations.flatMap(({ account: { id, title, capabilities } }) =>
  capabilities.create && id !== ownRoom ? [[id, title] as const] : [],
)

/** Ids that are words of plain English too, or within them: there only the name of the service counts, as it writes itself. */
const ordinaryWords: ReadonlySet<string> = new Set(['lex', 'line'])

function patternOf(id: string, title: string): RegExp {
  return ordinaryWords.has(id) ? new RegExp(`\\b${title}\\b`) : new RegExp(id.split('-').join('[-_ ]?'), 'i')
}

/** The folder of the integration that a file belongs to. */
function roomOf(path: string): string | undefined {
  return /^runtime\/src\/integrations\/([^/]+)\//.exec(path)?.[1]
}

/** A messenger that is reached through carriers, which are a choice in its accounts. */
const goesThrough: Readonly<Record<string, readonly string[]>> = { whatsapp: ['infobip', 'twilio', 'vonage'] }

const isTest = (path: string) => /\.test\.tsx?$/.test(path)
/**
 * What it may say: the list, words for users, the webhook's choice of how services sign, the fields of contacts that hold
 * their names at services, and migrations, which never change once they are released.
 */
const mayName = (path: string, id: string) =>
  path === `${rooms}/index.ts` ||
  (goesThrough[roomOf(path) ?? '']?.includes(id) ?? false) ||
  path.startsWith('designer/src/ui/texts/') ||
  path.startsWith('runtime/src/nodes/triggers/webhook/') ||
  path === 'shared/src/api/contact-fields.ts' ||
  path === 'shared/src/bridges/read-contact-page.ts' ||
  path.startsWith('runtime/src/directory/contacts/read-bridge-contact') ||
  path === 'shared/src/flow/variables/people-fields.ts' ||
  path.startsWith('runtime/src/store/schema/migrations/')

function importsIn(path: string): readonly string[] {
  const text = sources.get(path) ?? ''
  const relative = importsOf(text).filter((imported) => imported.path.startsWith('.'))
  return relative.map((imported) => posix.join(posix.dirname(path), imported.path))
}

describe('the walls of an integration', () => {
  it.each(vendors)('nothing outside of its folder names %s', (id, title) => {
    const pattern = patternOf(id, title)
    const faults = [...sources].filter(
      ([path, text]) => roomOf(path) !== id && !isTest(path) && !mayName(path, id) && pattern.test(text),
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
    /^runtime\/src\/(?:kit|platform|http|messaging\/channels|web-call|bots)\/|^runtime\/src\/store\/(?:uuid|json-text)\.ts$/

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
