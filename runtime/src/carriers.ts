import { isUuid, SIMULATOR } from '@patchbay/shared/api'
import { createAccountRepository } from './accounts/account-repository.ts'
import { openProperties } from './accounts/account-secrets.ts'
import type { LiveEvents } from './engine/live-events.ts'
import { createHttpGatewayChannel } from './integrations/http-gateway/channel.ts'
import { HTTP_GATEWAY, type HttpGatewayProperties, httpGateway } from './integrations/http-gateway/definition.ts'
import { createSimulatorChannel } from './integrations/simulator/channel.ts'
import type { ChannelRegistry } from './kit/channel.ts'
import type { NumberRepository } from './messaging/address-repository.ts'
import type { MessageRepository } from './messaging/message-repository.ts'
import { createChannelRegistry } from './messaging/send.ts'
import type { WebClient } from './platform/egress/web-client.ts'
import type { SecretKey } from './platform/secrets/secret-key.ts'
import { createCheck } from './platform/validation/check.ts'
import type { Database } from './store/database.ts'

export interface CarriersOptions {
  readonly database: Database
  readonly web: WebClient
  readonly key: SecretKey
  readonly numbers: NumberRepository
  readonly messages: MessageRepository
  readonly events: LiveEvents
  readonly now: () => Date
  onError(error: unknown): void
}

/** The ways to reach contacts. Part of the composition root, apart from it for its length only. */
export interface Carriers {
  readonly channels: ChannelRegistry
  /** Whether numbers can belong to this account. */
  ownsNumbers(accountId: string): Promise<boolean>
  /** The properties of an HTTP gateway account with its secrets in the plain. */
  gatewayPropertiesOf(accountId: string): Promise<HttpGatewayProperties | undefined>
}

export function createCarriers(options: CarriersOptions): Carriers {
  const { database, web, key, numbers, messages, events, now, onError } = options
  const accounts = createAccountRepository(database.kysely)
  const check = createCheck(httpGateway.properties)
  const find = async (accountId: string) => (isUuid(accountId) ? accounts.find(accountId) : undefined)

  async function gatewayPropertiesOf(accountId: string): Promise<HttpGatewayProperties | undefined> {
    const account = await find(accountId)
    if (account?.type !== HTTP_GATEWAY) return undefined
    const checked = check(openProperties(key, account))
    return checked.ok ? checked.value : undefined
  }

  const channels = [
    createHttpGatewayChannel({ web, messages, propertiesOf: gatewayPropertiesOf, now, onError }),
    createSimulatorChannel({ messages, now, onMessage: (message) => events.publish({ type: 'message', ...message }) }),
  ]
  return {
    channels: createChannelRegistry({ channels, findAddress: numbers.find, now }),
    async ownsNumbers(accountId) {
      if (accountId === SIMULATOR) return true
      const type = (await find(accountId))?.type
      return channels.some(({ id }) => id === type)
    },
    gatewayPropertiesOf,
  }
}
