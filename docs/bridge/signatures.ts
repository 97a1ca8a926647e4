import { Webhook } from 'standardwebhooks'

/** Returns a function that throws for a call that none of the secrets has signed, or that is older than five minutes. */
export function createVerifier(secrets: readonly string[]) {
  const webhooks = secrets.map((secret) => new Webhook(secret))
  return (body: string, headers: Readonly<Record<string, string>>): void => {
    let problem: unknown
    for (const webhook of webhooks) {
      try {
        webhook.verify(body, headers)
        return
      } catch (thrown) {
        problem = thrown
      }
    }
    throw problem
  }
}
