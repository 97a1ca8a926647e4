import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const facebookAccount = defineAccount({
  id: 'facebook',
  title: 'Facebook Messenger',
  description: 'Messages with the people who write to your Facebook page.',
  summary: 'Messages of a page',
  helpPage: 'messengers/facebook',
  haveReady: [
    'Page ID, and a page access token from Meta for Developers',
    'App ID and App secret, so that every message is checked',
  ],
  icon: 'brand-messenger',
  properties: Type.Object(
    {
      pageUsername: Type.String({
        title: 'Page Username',
        description: 'without @; as in facebook.com/username',
        pattern: '^@?[A-Za-z0-9.]{1,50}$',
        'x-pattern-text': 'at most 50 letters, digits and dots',
        default: '',
        'x-ui': { widget: 'text', placeholder: 'shop', emptyMessage: 'Page Username is empty' },
        'x-required': true,
      }),
      pageId: Type.String({
        title: 'Page ID',
        description: 'under About, Page transparency of the page',
        pattern: '^\\d{1,20}$',
        'x-pattern-text': 'a number of at most 20 digits',
        default: '',
        'x-ui': { widget: 'text', mono: true, emptyMessage: 'Page ID is empty' },
        'x-required': true,
      }),
      token: Type.String({
        title: 'Token',
        description: 'the page access token that the app generates for the page',
        minLength: 20,
        maxLength: 500,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      verifyToken: Type.Optional(
        Type.String({
          title: 'Webhook Verify Token',
          description: 'paste it into the webhook of the app; empty: a random one is made',
          maxLength: 200,
          'x-ui': { widget: 'text', mono: true, placeholder: 'Made when you save' },
        }),
      ),
      appSecret: Type.Optional(
        Type.String({
          title: 'App Secret',
          description: 'under App settings, Basic; without it nobody knows whether a message comes from Facebook',
          pattern: '^([0-9a-f]{32})?$',
          'x-pattern-text': '32 digits and letters from a to f',
          'x-ui': { widget: 'secret' },
          'x-secret': true,
        }),
      ),
      appId: Type.Optional(
        Type.String({
          title: 'App ID',
          description: 'with the App Secret, Set Webhook does everything in the app by itself',
          pattern: '^\\d{0,20}$',
          'x-pattern-text': 'a number of at most 20 digits',
          'x-ui': { widget: 'text', mono: true },
        }),
      ),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: ['verifyToken'],
  confidential: ['verifyToken'],
  capabilities: { create: true, test: true, webhook: true, status: false },
  wanted: { appSecret: 'Messages are not checked: nobody knows whether one comes from Facebook.' },
  addresses: [{ title: 'Callback URL', path: '/channels/facebook/{accountId}' }],
})

export type FacebookProperties = Static<typeof facebookAccount.properties>
