// A file of its own: what the browser imports as a value must not bring the schema builder with it.

export const webhookStates = ['on', 'paused', 'off'] as const
export type WebhookState = (typeof webhookStates)[number]

/** How often a delivery is tried, and what happens after that. */
export const webhookPresets = ['standard', 'gladly'] as const
export type WebhookPreset = (typeof webhookPresets)[number]

/** `gone`: the receiver answered 410. `retry-limit`: all tries of one event failed. `failing`: days of only failures. */
export const webhookOffReasons = ['gone', 'retry-limit', 'failing'] as const
export type WebhookOffReason = (typeof webhookOffReasons)[number]

/** As many as one installation may have. */
export const MOST_WEBHOOKS = 20
