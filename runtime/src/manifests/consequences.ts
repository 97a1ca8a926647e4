import { askedFields, type CredentialField, type IntegrationManifest, type IntegrationUse } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import { isStored } from './bridge-account.ts'
import { type BridgeAccount, heldBackFrom } from './bridge-auth.ts'
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

function aboutAccounts({ before, after, accounts }: Omit<ConsequencesOptions, 'uses'>): readonly string[] {
  const all = wordsOf(accounts, accounts)
  if (after.integration.authentication_type === 'none') {
    return [`${all.those} ${all.are} used no more. Remove ${all.them} under Accounts.`]
  }
  const dropped = droppedFields(before, after)
  const emptied = wordsOf(
    accounts.filter((account) => losesChoice(account, { before, after })),
    accounts,
  )
  return [
    ...(asksForMore(before, after) ? [`${all.those} ${all.have} to be filled in again under Accounts.`] : []),
    ...(dropped.length === 0
      ? []
      : [
          `${all.those} ${all.keep} what was entered in ${listOf(dropped)} until ${all.they} ${all.are} saved again. It is sent no more.`,
        ]),
    ...aboutHosts({ before, after, accounts }),
    ...(emptied.amount === 0
      ? []
      : [
          `${emptied.those} ${emptied.are} asked for no interactions any more: none of the kinds chosen for ${emptied.them} is left. Choose others under Accounts.`,
        ]),
  ]
}

/** Which accounts are held back from hosts that the manifest has not called before. */
function aboutHosts({ before, after, accounts }: Omit<ConsequencesOptions, 'uses'>): readonly string[] {
  const known = secretHostsOf(before)
  const added = secretHostsOf(after).filter((host) => !known.includes(host))
  return (['secrets', 'granted'] as const).flatMap((why) => {
    const isHeld = (account: BridgeAccount, host: string) => heldBackFrom(account, host) === why
    const hosts = added.filter((host) => accounts.some((account) => isHeld(account, host)))
    const those = accounts.filter((account) => hosts.some((host) => isHeld(account, host)))
    if (those.length === 0) return []
    return [`${heldSentences[why](wordsOf(those, accounts), listOf(hosts))} Until then calls there fail.`]
  })
}

const heldSentences = {
  secrets: ({ those, have, their }: AccountWords, hosts: string) =>
    `${those} ${have} to be given ${their} secrets again, because they were not entered for ${hosts}.`,
  granted: ({ those, have, them }: AccountWords, hosts: string) =>
    `${those} ${have} to be saved again, because what the bridge gave with ${them} was not given for ${hosts}.`,
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

type AccountWords = ReturnType<typeof wordsOf>

/** Words for some of the accounts of an integration. */
function wordsOf({ length: amount }: readonly BridgeAccount[], { length: all }: readonly BridgeAccount[]) {
  const several = amount === all ? `Its ${all} accounts` : `${amount} of its ${all} accounts`
  const those = all === 1 ? 'Its account' : several
  const verbs =
    amount === 1
      ? { are: 'is', have: 'has', keep: 'keeps', they: 'it', them: 'it', their: 'its' }
      : { are: 'are', have: 'have', keep: 'keep', they: 'they', them: 'them', their: 'their' }
  return { amount, those, ...verbs }
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
