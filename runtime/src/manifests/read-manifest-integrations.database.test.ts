import { readManifest } from '@patchbay/shared/manifests'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTicket, zendesk } from '../../../shared/src/manifests/test-manifests.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { made } from '../../test/helpers/integration-parts.ts'
import type { Database } from '../store/database.ts'
import { createManifestRepository } from './manifest-repository.ts'
import { createPictureRepository } from './picture-repository.ts'
import { readManifestIntegrations } from './read-manifest-integrations.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const [by, at] = ['ana', new Date('2026-03-01T10:00:00Z')]

/** Integrations of this name, and which versions of their manifests were read. */
function setUp(name: string) {
  const manifests = createManifestRepository(database.kysely)
  const texts: string[] = []
  const pictures = createPictureRepository(database.kysely)
  const counted = {
    heads: manifests.heads,
    async newer(than: Parameters<typeof manifests.newer>[0]) {
      const found = await manifests.newer(than)
      texts.push(...found.map((one) => `${one.name} ${one.version}`))
      return found
    },
  }
  const read = readManifestIntegrations(counted, pictures)
  return {
    texts,
    pictures,
    /** Those of the integration with this name. */
    async read(named = name) {
      return (await read()).find(({ id }) => id === `bridge:${named}`)
    },
    async put(replaces: number, display: string, named = name, action = createTicket.name) {
      const actions = [{ ...createTicket, provider: named, name: action, display }]
      const { manifest } = readManifest({ integration: { ...zendesk, name: named }, actions })
      if (manifest === undefined) throw new Error('The manifest of the test is malformed.')
      await manifests.put({ manifest, replaces, by, at })
    },
    remove: () => manifests.remove(name, by, at),
  }
}

const versionsOf = (integration: Parameters<typeof made>[0] | undefined) =>
  integration === undefined
    ? undefined
    : made(integration).parts.actions?.map(({ definition: { typeVersion, title } }) => `${typeVersion} ${title}`)

const actionsOf = (integration: Parameters<typeof made>[0] | undefined) =>
  (integration === undefined ? [] : (made(integration).parts.actions ?? [])).map(
    ({ definition: { title, retired } }) => [title, retired],
  )

describe('reading the imported integrations again', () => {
  it('reads no manifest where nothing has changed, and has the same objects', async () => {
    const { texts, read, put } = setUp('still')
    await put(0, 'open a ticket')
    const before = await read()
    const count = texts.length
    expect(before).toBeDefined()
    expect(await read()).toBe(before)
    expect(texts).toHaveLength(count)
  })

  it('keeps an action that was dropped with all its versions, as one that is not offered, until it comes back', async () => {
    const { read, put } = setUp('dropping')
    await put(0, 'open a ticket')
    await put(1, 'open a case')
    await put(2, 'close a ticket', 'dropping', 'close')
    const why = 'Zendesk has this action no more.'
    const dropped = [
      ['Close a ticket', undefined],
      ['Open a ticket', why],
      ['Open a case', why],
    ]
    expect(actionsOf(await read())).toEqual(dropped)
    // Another node, or this one after a restart.
    expect(actionsOf(await setUp('dropping').read())).toEqual(dropped)
    await put(3, 'open a case')
    expect(actionsOf(await read())).toEqual([
      ['Open a ticket', undefined],
      ['Open a case', undefined],
      ['Close a ticket', why],
    ])
  })

  it('has the picture that came later, without reading the manifest again', async () => {
    const { texts, pictures, read, put } = setUp('drawn')
    await put(0, 'open a ticket')
    expect((await read())?.account).not.toHaveProperty('picture')
    const count = texts.length
    const icon = {
      kind: 'icon',
      url: 'https://desk.example/icon.png',
      picture: { type: 'image/png', bytes: png },
    } as const
    expect(await pictures.keep({ name: 'drawn', version: 1 }, [icon])).toBe(true)
    const after = await read()
    expect(after?.account.picture).toMatch(/^\/api\/integrations\/drawn\/pictures\/\w{32}$/)
    expect(await read()).toBe(after)
    expect(texts).toHaveLength(count)
  })

  it('reads only the version that is new, and keeps the earlier ones of its actions', async () => {
    const { texts, read, put } = setUp('grows')
    await put(0, 'open a ticket')
    await put(0, 'open a case', 'beside')
    expect(versionsOf(await read())).toEqual(['1 Open a ticket'])
    const beside = await read('beside')
    texts.length = 0
    await put(1, 'open a request')
    await put(2, 'open a request')
    await put(3, 'open a case')
    expect(versionsOf(await read())).toEqual(['1 Open a ticket', '2 Open a request', '4 Open a case'])
    expect(texts).toEqual(['grows 2', 'grows 3', 'grows 4'])
    expect(await read('beside')).toBe(beside)
  })

  it('finds every version, whatever is read at the same time', async () => {
    const { texts, read, put } = setUp('hurried')
    await put(0, 'open a ticket')
    await read()
    texts.length = 0
    await put(1, 'open a request')
    const found = await Promise.all([read(), read(), read()])
    expect(found.map(versionsOf)).toEqual(Array.from({ length: 3 }, () => ['1 Open a ticket', '2 Open a request']))
    expect(texts).toEqual(['hurried 2'])
  })

  it('keeps of a removed one the actions, as such that are not offered, and has all again once it is imported', async () => {
    const { texts, read, put, remove } = setUp('returns')
    await put(0, 'open a ticket')
    await read()
    await remove()
    texts.length = 0
    const kept = [['Open a ticket', 'Zendesk was removed.']]
    const removed = await read()
    expect(actionsOf(removed)).toEqual(kept)
    expect(removed && Object.keys(made(removed).parts)).toEqual(['actions'])
    expect(await read()).toBe(removed)
    expect(texts).toEqual([])
    // Another node, or this one after a restart.
    expect(actionsOf(await setUp('returns').read())).toEqual(kept)
    await put(1, 'open a request')
    expect(actionsOf(await read())).toEqual([
      ['Open a ticket', undefined],
      ['Open a request', undefined],
    ])
  })
})
