import type { OpenAccounts } from '../accounts/open-accounts.ts'
import { type Directory, DirectoryError } from '../kit/directory.ts'
import { hideInEntries } from '../kit/hide-in-entries.ts'

/**
 * The same directory, whose contacts and agents come without the secrets of their account: a service may repeat the credential
 * that it was sent, and what is stored of people is seen by many. Offsets and checkpoints stay as they came.
 *
 * What was entered or granted is hidden here, whichever service answers. A token is hidden by the integration that has sent
 * it: nothing else knows which one it was, and the masks of accounts, which forget nothing, would grow with every renewal.
 */
export function withoutSecrets(directory: Directory, { mask }: Pick<OpenAccounts, 'mask'>): Directory {
  const { contacts, agents } = directory
  return {
    ...directory,
    ...(contacts !== undefined && {
      contacts: async (account, ...asked) => {
        const { value, faults } = await hiddenFailure(contacts(account, ...asked), mask(account.id))
        return { value: { ...value, contacts: hideInEntries(value.contacts, mask(account.id)) }, faults }
      },
    }),
    ...(agents !== undefined && {
      agents: async (account, ...asked) => {
        const { value, faults } = await hiddenFailure(agents(account, ...asked), mask(account.id))
        return { value: { ...value, agents: hideInEntries(value.agents, mask(account.id)) }, faults }
      },
    }),
  }
}

/** What goes wrong is shown, too. */
async function hiddenFailure<Answer>(asked: Promise<Answer>, mask: ReturnType<OpenAccounts['mask']>): Promise<Answer> {
  try {
    return await asked
  } catch (thrown) {
    if (!(thrown instanceof DirectoryError)) throw thrown
    throw new DirectoryError(thrown.kind, mask.hide(thrown.message), { retryAfterMs: thrown.retryAfterMs })
  }
}
