import { accountOptions, type UiHints } from '@patchbay/shared/nodes'

/**
 * How an input that holds the id of an account is drawn: a choice among the accounts of a type. Every type that people
 * can create accounts of has the option source for it. An account that a live flow names cannot be deleted.
 */
export function accountInput(type: string) {
  return {
    widget: 'select',
    options: accountOptions(type),
    placeholder: 'Choose an account',
    emptyMessage: 'Account is empty',
    keptAt: {
      path: '/accounts',
      title: 'Manage accounts',
      none: 'No account of this type yet.',
      gone: 'This account is not there any more',
    },
  } as const satisfies UiHints
}
