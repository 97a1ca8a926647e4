import { type AccountCheck, type AccountTypeResource, type AddressResource, addressKey } from '@patchbay/shared/api'
import { addressText } from '../ui/formats.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'

export interface Thing {
  readonly id: string
  readonly ok: boolean
  readonly title: string
  readonly help?: string
  readonly link?: { readonly href: string; readonly text: string }
}

const texts = accountsTexts.missing

/**
 * What an account needs to work, done or not: that a flow answers at the address that was made with it, then what the
 * last test has found.
 */
export function missingThings(
  { capabilities, channels }: AccountTypeResource,
  ownAddresses: readonly AddressResource[],
  check: AccountCheck | null,
): readonly Thing[] {
  const isMessenger = channels.length > 0 && capabilities.numbers !== true
  const checks = (check?.checks ?? []).map(({ ok, text }) => ({ id: text, ok, title: text }))
  return [...(isMessenger ? ownAddresses.map(answering) : []), ...checks]
}

function answering(address: AddressResource): Thing {
  const { flowId, flowName, accountId, accountName } = address
  // Where the service has no name for it, the Account ID is the address, which tells people nothing.
  const shown = address.value === accountId ? accountName : addressText(address)
  const id = addressKey(address)
  if (flowId === null) {
    const link = { href: '/', text: texts.chooseFlow }
    return { id, ok: false, title: texts.noFlow, help: texts.noFlowHelp(shown), link }
  }
  const link = { href: `/flows/${flowId}`, text: texts.openFlow }
  return { id, ok: true, title: texts.answers(flowName ?? ''), help: shown, link }
}
