import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { propertiesOf } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import { createCheck } from '../../src/platform/validation/check.ts'
import { iconOf } from '../../src/services/icons.ts'
import { madeIntegrations } from '../helpers/integration-parts.ts'

const root = fileURLToPath(new URL('../../src/integrations/', import.meta.url))
const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))
const foldersIn = (path: string) =>
  existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : []

describe('the list of integrations', () => {
  it('holds every folder and nothing else, in order', () => {
    expect(integrations.map(({ id }) => id)).toEqual(
      foldersIn(root)
        .map(({ name }) => name)
        .toSorted(),
    )
  })
})

describe.each(madeIntegrations().map((made) => [made.integration.id, made] as const))(
  '%s',
  (id, { integration, parts }) => {
    const { account } = integration
    const properties = new Map(propertiesOf(account.properties))

    it('has an account type of its name that is data, with a schema that strict Ajv takes', () => {
      expect(account.id).toBe(id)
      expect(JSON.parse(JSON.stringify(account))).toEqual(account)
      expect(() => createCheck(account.properties)).not.toThrow()
    })

    it('wants only properties that it has and that may be empty', () => {
      for (const name of Object.keys(account.wanted ?? {})) {
        expect(properties.get(name), name).toBeDefined()
        expect(properties.get(name)?.['x-required'], name).toBeUndefined()
      }
    })

    it('has words for its card, a page in the help, and says for each value of a choice what is needed', () => {
      if (!account.capabilities.create) return
      expect(account.summary?.length ?? Number.NaN).toBeLessThanOrEqual(25)
      expect(existsSync(`${docs}${account.helpPage}.md`), account.helpPage).toBe(true)
      const { askedFirst } = account
      if (askedFirst === undefined) return
      expect(properties.get(askedFirst.property)).toHaveProperty('enum', Object.keys(askedFirst.haveReady))
    })

    it('names an icon that Tabler draws', () => {
      expect(iconOf(account.icon)?.length ?? 0, account.icon).toBeGreaterThan(0)
    })

    it('hashes only secrets of its own, generates what is secret or confidential, and is named by neither', () => {
      const { hashed, generated, confidential = [] } = account
      for (const name of [...hashed, ...generated.filter((name) => !confidential.includes(name))]) {
        expect(properties.get(name)?.['x-secret'], name).toBe(true)
      }
      for (const name of confidential) {
        expect(properties.has(name), name).toBe(true)
        expect(properties.get(name)?.['x-secret'], name).toBeUndefined()
      }
      if (account.identity === undefined) return
      expect(properties.has(account.identity)).toBe(true)
      expect(properties.get(account.identity)?.['x-secret']).toBeUndefined()
    })

    it('has code for what its account type says it can do', () => {
      const { test, webhook, status, numbers = false, importNumbers = false } = account.capabilities
      expect({ test, webhook, status, numbers, importNumbers }).toEqual({
        test: parts.check !== undefined,
        webhook: parts.setWebhook !== undefined,
        status: parts.status !== undefined,
        // The one address of an account is nothing to add.
        numbers: parts.channel !== undefined && parts.addressOf === undefined,
        importNumbers: parts.importAddresses !== undefined,
      })
    })

    it('calls its service at base URLs over https', () => {
      for (const url of Object.values(integration.hosts ?? {})) expect(url).toMatch(/^https:\/\/[^\s?#]*[^/\s?#]$/)
    })

    it('shows the address of its callback on the page of an account, and no other', () => {
      const shown = account.addresses.filter(({ path }) => path.startsWith('/channels/'))
      const own = parts.callback === undefined ? [] : [`/channels/${id}/{accountId}`]
      expect(shown.map(({ path }) => path)).toEqual(own)
    })

    it('has a folder with a definition and a test for each of its actions', () => {
      const folders = foldersIn(`${root}${id}/actions`).map(({ name }) => name)
      expect((parts.actions ?? []).map(({ definition }) => definition.id).toSorted()).toEqual(folders.toSorted())
      for (const folder of folders) {
        const files = readdirSync(`${root}${id}/actions/${folder}`)
        expect(files).toContain('definition.ts')
        expect(files.some((file) => file.endsWith('.test.ts'))).toBe(true)
      }
    })
  },
)
