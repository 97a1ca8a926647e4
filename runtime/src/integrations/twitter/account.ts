import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'

/** Begins with the number of the account that it was made for. */
const ACCESS_TOKEN = '^\\d{1,19}-\\S{10,200}$'

export const twitterAccount = defineAccount({
  id: 'twitter',
  title: 'Twitter v2',
  description: 'Direct messages with the people who write to your account at X.',
  summary: 'Direct messages on X',
  helpPage: 'messengers/twitter',
  haveReady: ['The four keys of an app with Direct Messages, from the X Developer Console'],
  icon: 'brand-x',
  properties: Type.Object(
    {
      consumerKey: Type.String({
        title: 'Consumer Key',
        description: 'of the app, under Keys and tokens; also called API Key',
        pattern: '^[A-Za-z0-9]{10,100}$',
        'x-pattern-text': '10 to 100 letters and digits',
        default: '',
        'x-ui': { widget: 'text', mono: true, emptyMessage: 'Consumer Key is empty' },
        'x-required': true,
      }),
      consumerSecret: Type.String({
        title: 'Consumer Secret',
        description: 'shown beside the key; also signs what X sends',
        pattern: '^\\S{10,200}$',
        'x-pattern-text': '10 to 200 characters without spaces',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Consumer Secret is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      accessToken: Type.String({
        title: 'Access Token',
        description: 'of your account, with the permission for direct messages; begins with a number and -',
        pattern: ACCESS_TOKEN,
        'x-pattern-text': 'a number, a hyphen and 10 to 200 characters without spaces',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Access Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      accessTokenSecret: Type.String({
        title: 'Access Token Secret',
        description: 'shown beside the access token',
        pattern: '^\\S{10,200}$',
        'x-pattern-text': '10 to 200 characters without spaces',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Access Token Secret is empty' },
        'x-secret': true,
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false },
  addresses: [{ title: 'Callback URL', path: '/channels/twitter/{accountId}' }],
})

export type TwitterProperties = Static<typeof twitterAccount.properties>

/** The id of the account at X, which is a part of its access token. */
export function ownIdOf({ accessToken }: TwitterProperties): string {
  return accessToken.split('-')[0] ?? ''
}
