import { askedFields, type CredentialField, type IntegrationManifest, type IntegrationUse } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import { isStored } from './bridge-account.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { secretHostsOf } from './secret-hosts-of.ts'
import { wantedTypes } from './wanted-types.ts'

export interface ConsequencesOptions {
  readonly before: IntegrationManifest
  readonly after: IntegrationManifest
  /** Those that the integration has. */
  readonly accounts: readonly BridgeAccount[]
  readonly uses: readonly IntegrationUse[]
}

/** What people have to do because of a newer manifest, in sentences. */
export function consequencesOf({ before, after, accounts, uses }: ConsequencesOptions): readonly string[] {
  const accountSentences = accounts.length === 0 ? [] : aboutAccounts({ before, after, accounts })
  const changed = changedActions(before, after)
  const flowSentences = uses.flatMap(({ flowName, actions }) => {
    const kept = actions.filter((action) => changed.has(action))
    if (kept.length === 0) return []
    return `The live flow "${flowName}" goes on with ${kept.join(', ')} as it was built. The newer one is offered there.`
  })
  return [...accountSentences, ...flowSentences, ...aboutDropped({ before, after, uses })]
}

/** Without those that live flows use: they keep the manifest from being replaced. */
function aboutDropped({ before, after, uses }: Omit<ConsequencesOptions, 'accounts'>): readonly string[] {
  const kept = new Set([...after.actions.map(({ name }) => name), ...uses.flatMap(({ actions }) => actions)])
  const dropped = before.actions.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
  if (dropped.length === 0) return []
  const are = dropped.length === 1 ? 'is' : 'are'
  return [`Runs that wait go on with ${listOf(dropped)}, which ${are} offered and deployed no more.`]
}

function aboutAccounts({ before, after, accounts: all }: Omit<ConsequencesOptions, 'uses'>): readonly string[] {
  const accounts = all.length
  if (after.integration.authentication_type === 'none') {
    const unused = accounts === 1 ? 'Its account is used no more' : `Its ${accounts} accounts are used no more`
    return [`${unused}. Remove ${accounts === 1 ? 'it' : 'them'} under Accounts.`]
  }
  const those = accounts === 1 ? 'Its account has' : `Its ${accounts} accounts have`
  const sentences: string[] = []
  if (asksForMore(before, after)) sentences.push(`${those} to be filled in again under Accounts.`)
  const dropped = droppedFields(before, after)
  if (dropped.length > 0) {
    const kept = accounts === 1 ? 'Its account keeps' : `Its ${accounts} accounts keep`
    const until = accounts === 1 ? 'it is saved' : 'they are saved'
    sentences.push(`${kept} what was entered in ${listOf(dropped)} until ${until} again. It is sent no more.`)
  }
  const known = secretHostsOf(before)
  const added = secretHostsOf(after).filter((host) => !known.includes(host))
  if (added.length > 0) {
    sentences.push(
      `${those} to be given their secrets again, because they were not entered for ${added.join(', ')}. Until then calls there fail.`,
    )
  }
  const emptied = all.filter((account) => losesChoice(account, { before, after }))
  if (emptied.length > 0) {
    const [are, of] = emptied.length === 1 ? ['is', 'it'] : ['are', 'them']
    const none = `none of the kinds chosen for ${of} is left. Choose others under Accounts.`
    sentences.push(`${someOf(emptied, all)} ${are} asked for no interactions any more: ${none}`)
  }
  return sentences
}

/** Whether none of the types of interactions is left that people have chosen. */
function losesChoice(
  account: BridgeAccount,
  { before, after }: Pick<ConsequencesOptions, 'before' | 'after'>,
): boolean {
  if (after.integration.interaction_retrieval_endpoint === undefined) return false
  const wants = ({ integration }: IntegrationManifest) => wantedTypes(integration, account) !== undefined
  return wants(before) && !wants(after)
}

/** Names some of the accounts of an integration. */
function someOf({ length: some }: readonly BridgeAccount[], { length: all }: readonly BridgeAccount[]): string {
  if (all === 1) return 'Its account'
  return some === all ? `Its ${all} accounts` : `${some} of its ${all} accounts`
}

function asksForMore(
  { integration: before }: IntegrationManifest,
  { integration: after }: IntegrationManifest,
): boolean {
  if (before.authentication_type !== after.authentication_type) return true
  const was = new Map(askedFields(before).map((field) => [field.field_name, field]))
  return askedFields(after).some(({ field_name, mandatory }) => mandatory && was.get(field_name)?.mandatory !== true)
}

/** The titles of fields that people have filled in and that the newer form does not have. */
function droppedFields(
  { integration: before }: IntegrationManifest,
  { integration: after }: IntegrationManifest,
): readonly string[] {
  const kept = new Set(askedFields(after).map(nameOf))
  return askedFields(before)
    .filter((field) => isStored(field, before) && !kept.has(nameOf(field)))
    .map(({ display }) => display)
}

function nameOf({ field_name }: CredentialField): string {
  return field_name
}

function listOf(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words)
}

/** The actions that get a newer version. */
function changedActions(before: IntegrationManifest, after: IntegrationManifest): ReadonlySet<string> {
  const changed = after.actions.filter((action) => {
    const was = before.actions.find(({ name }) => name === action.name)
    return was !== undefined && !sameJson(was, action)
  })
  return new Set(changed.map(({ name }) => name))
}
