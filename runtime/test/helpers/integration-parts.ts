import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { integrations } from '../../src/integrations/index.ts'
import type { Integration, IntegrationHost, IntegrationParts } from '../../src/kit/integration.ts'
import type { ActionModule } from '../../src/kit/node.ts'
import { files } from './files.ts'

/** A host for looking at what an integration offers. Whatever it is asked to do fails. */
export function idleHost(integration: Integration): IntegrationHost {
  const refuse = () => {
    throw new Error(`${integration.id} must do nothing while it is made.`)
  }
  const later = async () => refuse()
  return {
    web: { request: later },
    publicUrl: 'https://patchbay.example.com',
    url: (host) => integration.hosts?.[host] ?? refuse(),
    accounts: { open: later, signIn: later },
    accountTokens: { token: later },
    attention: { mark: later, wentWell: later },
    messages: { receive: later, receipt: later },
    files: { read: async () => ({ bytes: files.png, type: 'image/png', name: 'a.png' }) },
    queue: { send: later, wake: refuse },
    tables: <Own>() => new Kysely<Own>({ dialect: noDatabase }),
    secrets: { seal: refuse, open: refuse, derive: (binding) => `token-of-${binding.join('-')}` },
    now: () => new Date(Date.UTC(2026, 0, 1)),
    clock: () => 0,
    onError: refuse,
  }
}

const noDatabase = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

export interface MadeIntegration {
  readonly integration: Integration
  readonly parts: IntegrationParts
}

/** An integration with what it offers. */
export function made(integration: Integration): MadeIntegration {
  return { integration, parts: integration.create(idleHost(integration)) }
}

/** Every integration of the list with what it offers. */
export function madeIntegrations(): readonly MadeIntegration[] {
  return integrations.map(made)
}

export function integrationActions(): readonly ActionModule[] {
  return madeIntegrations().flatMap(({ parts }) => parts.actions ?? [])
}
