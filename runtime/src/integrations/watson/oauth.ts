import type { OAuthClient } from '../../kit/oauth.ts'
import type { WatsonProperties } from './account.ts'
import { serviceUrlOf } from './calls.ts'

/**
 * How an account gets its tokens from IAM, IBM's token service: with the API key alone, by a grant of IBM's own.
 * Undefined for an account that sends the key itself.
 */
export function iamClient(properties: WatsonProperties, iamUrl: string): OAuthClient | undefined {
  if (properties.signIn === 'basic') return undefined
  return {
    grant: {
      type: 'extension',
      parameters: {
        grant_type: 'urn:ibm:params:oauth:grant-type:apikey',
        apikey: properties.apiKey,
        response_type: 'cloud_iam',
      },
      // The key is not known, or is locked.
      refusals: ['BXNIM0415E', 'BXNIM0462E'],
    },
    tokenUrl: `${iamUrl}/identity/token`,
    clientId: '',
    clientSecret: '',
    scope: '',
    audience: '',
    form: 'body',
    origins: [new URL(serviceUrlOf(properties)).origin],
  }
}
