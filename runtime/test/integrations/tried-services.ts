import { integrations } from '../../src/integrations/index.ts'
import type { Integration } from '../../src/kit/integration.ts'
import { type MadeIntegration, made } from '../helpers/integration-parts.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { pigeonIntegration } from './pigeon/integration.ts'

/** The product's integrations, and one outside of `src` whose addresses are no numbers. */
export const triedIntegrations: readonly Integration[] = [...integrations, pigeonIntegration]

export interface TriedService extends MadeIntegration {
  /** Of its stand-in: the id of the integration, or one of `furtherStandIns`. */
  readonly name: string
}

/** Of integrations whose accounts are at one of several companies. */
const furtherStandIns: Readonly<Record<string, readonly string[]>> = {
  whatsapp: ['whatsapp-twilio', 'whatsapp-nexmo'],
}

/** Those that carry messages or are called back, and are services of others. */
export const triedServices: readonly TriedService[] = triedIntegrations
  .map(made)
  .flatMap((one) =>
    [one.integration.id, ...(furtherStandIns[one.integration.id] ?? [])].map((name) => ({ ...one, name })),
  )
  .filter(
    ({ integration, parts }) =>
      integration.account.capabilities.create && (parts.channel !== undefined || parts.callback !== undefined),
  )

export const byName = ({ name, integration }: TriedService) => [name, integration] as const

/** Where a stand-in is. */
export const standInFile = (name: string) => new URL(`../stand-ins/${name}.ts`, import.meta.url)

export async function startStandIn(name: string): Promise<ServiceStandIn> {
  const file = standInFile(name).href
  // Every such file exports this one function.
  const module = (await import(/* @vite-ignore */ file)) as { startStandInOf(): Promise<ServiceStandIn> }
  return module.startStandInOf()
}
