import { type AccountDefinition, type Endpoint, endpointGroups } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { FlowSchema } from '@patchbay/shared/flow'
import { accountForm } from '@patchbay/shared/manifests'
import { describe, expect, it } from 'vitest'
import { checkProperties } from '../../src/accounts/check-properties.ts'
import { integrations } from '../../src/integrations/index.ts'
import { actions, triggers } from '../../src/nodes/index.ts'
import { isRecord } from '../../src/platform/is-record.ts'
import { integrationActions } from '../helpers/integration-parts.ts'

const accounts = integrations.map(({ account }) => account)
const endpoints = Object.values(endpointGroups).flatMap((group) => Object.values<Endpoint>(group))
const places = [
  ...accounts.map((account) => [`account ${account.id}`, account.properties] as const),
  ...[...triggers, ...actions, ...integrationActions()].map(
    ({ definition }) => [`block ${definition.id}`, definition.inputs] as const,
  ),
  ['imported account', Object.fromEntries(formOfImported())] as const,
  ...endpoints.flatMap(({ method, path, query, body }) =>
    [query, body].map((schema) => [`${method} ${path}`, schema] as const),
  ),
  ['flow', FlowSchema] as const,
].flatMap(([name, schema]) => patternsIn(schema, name))

it('are found in accounts, blocks, imported accounts and endpoints', () => {
  expect(places.length).toBeGreaterThan(90)
})

it.each(places)('%s says in words what fits', (_place, schema) => {
  const words = schema['x-pattern-text']
  // What follows "API Key must be ".
  expect(words).toMatch(/^(?:[a-z\d]|AC|MG).*[^\s.]$/)
})

describe('a property of an account that does not fit its pattern', () => {
  const properties = accounts.flatMap((account) =>
    Object.entries(Object(account.properties).properties).flatMap(([name, schema]) =>
      isRecord(schema) && typeof schema.pattern === 'string' ? [[account, name, schema] as const] : [],
    ),
  )

  it.each(properties.map(([account, name, schema]) => [account.id, name, account, schema] as const))(
    'is refused by its label: %s, %s',
    (_id, name, account, schema) => {
      const words = `${schema.title} must be ${schema['x-pattern-text']}.`
      expect(refusals(account, name, misfit(schema))).toContainEqual({ path: `properties.${name}`, message: words })
    },
  )
})

function formOfImported() {
  return accountForm({ authentication_type: 'custom', authentication_configuration: [], interaction_types: [] })
}

function patternsIn(schema: unknown, at: string): (readonly [string, Record<string, unknown>])[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = isRecord(schema) && typeof schema.pattern === 'string' ? [[at, schema] as const] : []
  return [...own, ...Object.entries(schema).flatMap(([key, part]) => patternsIn(part, `${at}.${key}`))]
}

/** A text of a length that is allowed, and not of the pattern. */
function misfit({ minLength, maxLength }: Record<string, unknown>): string {
  const length = Math.min(Math.max(Number(minLength ?? 1), 3), Number(maxLength ?? 100))
  return ':é\n'.padEnd(length, 'é')
}

function refusals(account: AccountDefinition, name: string, value: string) {
  try {
    checkProperties(account, { [name]: value })
  } catch (error) {
    if (error instanceof AppError) return error.errors
    throw error
  }
  return []
}
