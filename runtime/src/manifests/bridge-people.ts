import type { StepWarning } from '@patchbay/shared/api'
import { isLink, readNamedContact } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import type { StepPeople } from '../kit/step-people.ts'
import type { BridgeHost } from './call-signed-in.ts'

/** The `meta` of an action's call: the run's contact and the person who acts, where the service knows them. */
export async function metaFor(
  accountId: string | undefined,
  { people }: { readonly people?: StepPeople },
): Promise<JsonObject> {
  if (accountId === undefined || people === undefined) return {}
  const { contact, agent } = await people.idsAt(accountId)
  return {
    ...(contact === undefined ? {} : { contact_external_id: contact }),
    ...(agent === undefined ? {} : { agent_external_id: agent }),
  }
}

interface Noting {
  /** Undefined for an integration without sign-in. */
  readonly accountId: string | undefined
  readonly people: StepPeople
  readonly host: Pick<BridgeHost, 'onError'>
}

/** Notes what a bridge that has made the run's contact calls the contact: the next call sends it. */
export async function withNotedContact(result: StepResult, { accountId, people, host }: Noting): Promise<StepResult> {
  if (result.exit !== 'success' || accountId === undefined) return result
  const { responseBody, contact_external_url: url } = result.outputs ?? {}
  const { value: named, faults } = readNamedContact(responseBody)
  const [fault] = faults
  if (fault !== undefined) {
    const message = `The bridge named the contact, but not by an id. ${fault.path}: ${fault.message}`
    return withWarning(result, { code: 'CONTACT_ID_UNREADABLE', message })
  }
  if (named === undefined) return result
  const { id, isNumber } = named
  const noted = { externalId: id, isNumber, url: typeof url === 'string' && isLink(url) ? url : null }
  const isNoted = await people.noteContact(accountId, noted).catch((error: unknown) => {
    // The bridge has done it, so the step has succeeded in any case.
    host.onError(error, { accountId })
    return true
  })
  if (isNoted) return result
  const message = `The bridge calls the contact ${id}, but that is another contact here. Merge the two if they are one person.`
  return withWarning(result, { code: 'CONTACT_EXISTS', message })
}

function withWarning(result: StepResult, warning: StepWarning): StepResult {
  return { ...result, warnings: [...(result.warnings ?? []), warning] }
}
