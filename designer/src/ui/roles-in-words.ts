import { inOrder, type Role, roleTitles } from '@patchbay/shared/api'

/** As a line: Agent, API User. */
export function rolesInWords(held: readonly Role[]): string {
  return inOrder(held)
    .map((role) => roleTitles[role])
    .join(', ')
}
