import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { propertiesOf } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { accountTypes } from '../../src/integrations/index.ts'
import { createCheck } from '../../src/platform/validation/check.ts'

const folder = fileURLToPath(new URL('../../src/integrations/', import.meta.url))
const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())

describe('the list of account types', () => {
  it('holds every folder and nothing else, in order', () => {
    const ids = accountTypes.map(({ definition }) => definition.id)
    expect(ids).toEqual(folders.map(({ name }) => name).toSorted())
  })
})

it('says of the types that own a channel, and of no other, that numbers belong to them', () => {
  const withNumbers = accountTypes.filter(({ definition }) => definition.capabilities.numbers)
  const channels = folders.filter(({ name }) => readdirSync(`${folder}${name}`).includes('channel.ts'))
  expect(withNumbers.map(({ definition }) => definition.id)).toEqual(channels.map(({ name }) => name).toSorted())
})

describe.each(accountTypes.map((module) => [module.definition.id, module] as const))(
  'account type %s',
  (_id, module) => {
    const { definition } = module
    const properties = new Map(propertiesOf(definition.properties))

    it('is data with a schema that strict Ajv takes', () => {
      expect(JSON.parse(JSON.stringify(definition))).toEqual(definition)
      expect(() => createCheck(definition.properties)).not.toThrow()
    })

    it('hashes and generates only secrets of its own, and is named by a property that is none', () => {
      for (const name of [...definition.hashed, ...definition.generated]) {
        expect(properties.get(name)?.['x-secret'], name).toBe(true)
      }
      if (definition.identity === undefined) return
      expect(properties.has(definition.identity)).toBe(true)
      expect(properties.get(definition.identity)?.['x-secret']).toBeUndefined()
    })

    it('has code for what it says it can do', () => {
      expect(definition.capabilities).toMatchObject({
        test: module.test !== undefined,
        webhook: module.setWebhook !== undefined,
        status: module.status !== undefined,
      })
    })
  },
)
