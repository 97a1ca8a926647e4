import { integrations } from '../../src/integrations/index.ts'
import type { Integration } from '../../src/kit/integration.ts'
import { type MadeIntegration, made } from '../helpers/integration-parts.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { pigeonIntegration } from './pigeon/integration.ts'

/** The product's integrations, and one outside of `src` whose addresses are no numbers. */
export const triedIntegrations: readonly Integration[] = [...integrations, pigeonIntegration]

/** Those that carry messages or are called back, and are services of others. */
export const triedServices: readonly MadeIntegration[] = triedIntegrations
  .map(made)
  .filter(
    ({ integration, parts }) =>
      integration.account.capabilities.create && (parts.channel !== undefined || parts.callback !== undefined),
  )

export const byName = ({ integration }: MadeIntegration) => [integration.id, integration] as const

/** Where the stand-in of an integration is. */
export const standInFile = (id: string) => new URL(`../stand-ins/${id}.ts`, import.meta.url)

export async function startStandInOf({ id }: Integration): Promise<ServiceStandIn> {
  const file = standInFile(id).href
  // Every such file exports this one function.
  const module = (await import(/* @vite-ignore */ file)) as { startStandInOf(): Promise<ServiceStandIn> }
  return module.startStandInOf()
}
