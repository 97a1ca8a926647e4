import {
  type AccountConnection,
  type AccountResource,
  type AccountTypeResource,
  type AddressResource,
  addressKey,
} from '@patchbay/shared/api'
import { conditionHolds, propertiesOf } from '@patchbay/shared/flow'
import { addressName } from '../addresses/address-name.ts'
import { clock, dayBefore } from '../ui/formats.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'

export interface Thing {
  readonly id: string
  readonly ok: boolean
  readonly title: string
  readonly help?: string
  readonly link?: { readonly href: string; readonly text: string }
  /** Where it is done by choosing the flow of this address. */
  readonly address?: AddressResource
}

const texts = accountsTexts.missing

/**
 * What an account needs to work, done or not: that a flow answers at the address that was made with it, that it is
 * connected, and the secrets that it has to have, or should.
 */
export function missingThings(
  definition: AccountTypeResource,
  { properties }: Pick<AccountResource, 'properties'>,
  ownAddresses: readonly AddressResource[],
  connection?: AccountConnection,
): readonly Thing[] {
  const connected = connection === undefined ? [] : [connectedThing(connection)]
  return [
    ...(isMessenger(definition) ? ownAddresses.map(answering) : []),
    ...connected,
    ...secretThings(definition, properties),
  ]
}

/** Whether each account of the type has one address that is made with it, such as a page or a bot. */
export function isMessenger({ channels, capabilities }: AccountTypeResource): boolean {
  return channels.length > 0 && capabilities.numbers !== true
}

function secretThings(
  { properties: schema, wanted = {} }: AccountTypeResource,
  properties: AccountResource['properties'],
): readonly Thing[] {
  return propertiesOf(schema).flatMap(([name, field]) => {
    const isExpected = field['x-required'] === true || wanted[name] !== undefined
    const isShown = conditionHolds(field['x-ui']?.visibleWhen, properties)
    if (field['x-secret'] !== true || !isExpected || !isShown) return []
    const title = field.title ?? name
    if ((properties[name] ?? '') !== '') return { id: name, ok: true, title: texts.stored(title) }
    const help = wanted[name] === undefined ? {} : { help: wanted[name] }
    return { id: name, ok: false, title: texts.notStored(title), ...help }
  })
}

function connectedThing({ state, until, isRenewed, problem }: AccountConnection): Thing {
  const words = accountsTexts.connection
  const id = 'connection'
  if (state === 'connected') {
    const title = until === null ? words.connected : words.connectedUntil(momentOf(until))
    return {
      id,
      ok: true,
      title,
      ...(until === null ? {} : { help: isRenewed ? words.isRenewed : words.isNotRenewed }),
    }
  }
  if (state === 'not-asked') return { id, ok: true, title: words[state], help: words.notAskedHelp }
  if (state === 'not-connected') return { id, ok: false, title: words[state], help: words.notConnectedHelp }
  const help = [problem, ...(state === 'withdrawn' ? [words.withdrawnHelp] : [])].filter((text) => text !== null)
  return { id, ok: false, title: words[state], help: help.join(' ') }
}

/** Most tokens end today. */
function momentOf(at: string): string {
  return [dayBefore(at), clock(at)].filter((text) => text !== null).join(', ')
}

function answering(address: AddressResource): Thing {
  const { flowId, flowName } = address
  const shown = addressName(address)
  const id = addressKey(address)
  if (flowId === null) {
    return { id, ok: false, title: texts.noFlow, help: texts.noFlowHelp(shown), address }
  }
  const link = { href: `/flows/${flowId}`, text: texts.openFlow }
  return { id, ok: true, title: texts.answers(flowName ?? ''), help: shown, link }
}
