import type {
  NewWebhook,
  NewWebhookV1,
  WebhookChange,
  WebhookChangeV1,
  WebhookResource,
  WebhookV1,
} from '@patchbay/shared/api'

/** A webhook in Gladly's shape: never a password, nor the value of a header. */
export function toV1(webhook: WebhookResource): WebhookV1 {
  const { id, name, url, events, state, hasPassword, headers, createdAt, updatedAt, offAt } = webhook
  return {
    ...{ id, name, url, events, createdAt, updatedAt },
    enabled: state !== 'off',
    hasCredentials: hasPassword,
    headerKeys: headers,
    ...(offAt === null ? {} : { disabledAtDueToRetryLimit: offAt }),
  }
}

export function newFromV1({ name, url, events, enabled = false, credentials, headers }: NewWebhookV1): NewWebhook {
  return {
    name: name ?? URL.parse(url)?.hostname ?? url,
    url,
    events,
    preset: 'gladly',
    state: enabled ? 'on' : 'off',
    ...credentials,
    ...(headers === undefined ? {} : { headers }),
  }
}

/** A paused webhook is enabled, and stays paused. */
export function changeFromV1(change: WebhookChangeV1, before: WebhookResource): WebhookChange {
  const { name, url, events, enabled, credentials, headers } = change
  const isOn = before.state !== 'off'
  return {
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(enabled === undefined || enabled === isOn ? {} : { state: enabled ? ('on' as const) : ('off' as const) }),
    ...credentials,
    ...(headers === undefined ? {} : { headers }),
  }
}
