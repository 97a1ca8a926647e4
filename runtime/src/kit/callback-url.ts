/** Where a service calls an account back. `baseUrl` is the address of this server as seen from outside. */
export function callbackUrl(baseUrl: string, integration: string, accountId: string): string {
  return `${baseUrl}/channels/${integration}/${accountId}`
}
