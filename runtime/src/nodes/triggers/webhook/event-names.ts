/** What Gladly sends, by the part before the stroke. */
const gladly: Readonly<Record<string, readonly string[]>> = {
  AGENT_AVAILABILITY: ['UPDATED'],
  AGENT_STATUS: ['LOGGED_IN', 'LOGGED_OUT', 'CHANGED_ACTIVE_REASON', 'WENT_AWAY', 'RETURNED_FROM_AWAY'],
  AUTOMATION: ['MESSAGE_RECEIVED'],
  CONTACT: [
    'STARTED',
    'JOINED',
    'OFFERED',
    'OFFER_ACCEPTED',
    'OFFER_REJECTED',
    'MESSAGE_RECEIVED',
    'MESSAGE_SENT',
    'HOLD_STARTED',
    'HOLD_ENDED',
    'TRANSFERRED',
    'FULFILLED',
    'ENDED',
  ],
  CONVERSATION: [
    'CREATED',
    'CLOSED',
    'REOPENED',
    'NOTE_CREATED',
    'TOPIC_ADDED',
    'TOPIC_REMOVED',
    'CUSTOM_ATTRIBUTE_ADDED',
    'CUSTOM_ATTRIBUTE_REMOVED',
  ],
  CONVERSATION_ASSIGNEE: ['UPDATED'],
  CONVERSATION_STATUS: ['UPDATED'],
  CUSTOM_CHANNEL: ['MESSAGE_SENT'],
  CUSTOMER: ['MERGED'],
  CUSTOMER_PROFILE: ['CREATED', 'UPDATED', 'DELETED'],
  EXPORT_JOB: ['COMPLETED', 'FAILED'],
  PAYMENT_REQUEST: ['CREATED', 'VIEWED', 'STATUS_CHANGED'],
  TASK: [
    'CREATED',
    'CLOSED',
    'REOPENED',
    'CONTENT_UPDATED',
    'ASSIGNEE_UPDATED',
    'DUE_DATE_UPDATED',
    'COMMENT_ADDED',
    'FOLLOWER_ADDED',
    'FOLLOWER_REMOVED',
  ],
}

const github = ['push', 'pull_request', 'issues', 'issue_comment', 'release', 'workflow_run']
const shopify = ['orders/create', 'orders/paid', 'orders/fulfilled', 'orders/cancelled', 'customers/create']
const stripe = [
  'checkout.session.completed',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'invoice.paid',
  'invoice.payment_failed',
  'customer.subscription.*',
  'charge.refunded',
]

/** Names of events that people often wait for, as their services write them. Any other may be typed. */
export const eventNames: readonly string[] = [
  ...Object.entries(gladly).flatMap(([subject, events]) => events.map((event) => `${subject}/${event}`)),
  ...github,
  ...shopify,
  ...stripe,
]
