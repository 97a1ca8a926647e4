import { inOrder, type Role, roles } from '@patchbay/shared/api'

/**
 * Reads a column of roles, which has them separated by commas as better-auth's admin plugin writes them. What this version
 * does not know gives no rights.
 */
export function readRoles(stored: string | null): readonly Role[] {
  const names = stored?.split(',') ?? []
  return roles.filter((role) => names.includes(role))
}

export function writeRoles(held: readonly Role[]): string {
  return inOrder(held).join(',')
}
