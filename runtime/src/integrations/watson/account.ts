import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { baseUrlPattern, keyPattern } from '../../kit/text-patterns.ts'

/** An id goes into the path of every call. */
const id = {
  maxLength: 100,
  pattern: '^[\\w-]*$',
  'x-pattern-text': 'letters, digits, hyphens and underscores',
} as const
const ofAssistant = { visibleWhen: { field: 'kind', equals: 'assistant' } } as const
const ofWorkspace = { visibleWhen: { field: 'kind', equals: 'workspace' } } as const

export const watsonAccount = defineAccount({
  id: 'watson',
  title: 'Watson Assistant',
  description: 'Lets flows talk with an assistant that you have built in IBM watsonx Assistant.',
  summary: 'Assistants of IBM',
  helpPage: 'watson',
  haveReady: ['API key and service URL of the instance', 'Assistant ID and Environment ID, or a classic Workspace ID'],
  icon: 'robot',
  properties: Type.Object(
    {
      kind: Type.Enum(['assistant', 'workspace'], {
        title: 'Kind',
        default: 'assistant',
        'x-ui': {
          widget: 'select',
          width: 'half',
          optionLabels: { assistant: 'Assistant', workspace: 'Workspace (classic)' },
        },
        'x-required': true,
      }),
      signIn: Type.Enum(['iam', 'basic'], {
        title: 'Sign-in',
        default: 'iam',
        'x-ui': { widget: 'select', width: 'half', optionLabels: { iam: 'IAM token', basic: 'Basic Auth' } },
        'x-required': true,
      }),
      apiKey: Type.String({
        title: 'Password/API Key',
        description: 'under the credentials of the instance in IBM Cloud',
        minLength: 1,
        maxLength: 500,
        ...keyPattern,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Password/API Key is empty' },
        'x-secret': true,
        'x-secret-host': 'serviceUrl',
        'x-required': true,
      }),
      serviceUrl: Type.String({
        title: 'Service URL',
        description: 'of the instance, beside the key; of a classic workspace, the Workspace URL',
        maxLength: 500,
        ...baseUrlPattern,
        default: '',
        'x-ui': {
          widget: 'text',
          mono: true,
          placeholder: 'https://api.us-south.assistant.watson.cloud.ibm.com/instances/…',
          emptyMessage: 'Service URL is empty',
        },
        'x-required': true,
      }),
      assistantId: Type.Optional(
        Type.String({
          title: 'Assistant ID',
          ...id,
          'x-ui': { widget: 'text', width: 'half', mono: true, emptyMessage: 'Assistant ID is empty', ...ofAssistant },
          'x-required': true,
        }),
      ),
      environmentId: Type.Optional(
        Type.String({
          title: 'Environment ID',
          description: 'of the draft or the live environment; empty for instances that have none',
          ...id,
          'x-ui': { widget: 'text', width: 'half', mono: true, ...ofAssistant },
        }),
      ),
      workspaceId: Type.Optional(
        Type.String({
          title: 'Workspace ID',
          description: 'under View API Details of the dialog skill',
          ...id,
          'x-ui': { widget: 'text', width: 'half', mono: true, emptyMessage: 'Workspace ID is empty', ...ofWorkspace },
          'x-required': true,
        }),
      ),
      version: Type.String({
        title: 'Version date',
        description: 'which behaviour of the service the assistant was built with',
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        'x-pattern-text': 'a date such as 2024-08-25',
        default: '2024-08-25',
        'x-ui': { widget: 'text', width: 'half', mono: true, emptyMessage: 'Version date is empty' },
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: false, status: false, bot: true },
  addresses: [],
})

export type WatsonProperties = Static<typeof watsonAccount.properties>
