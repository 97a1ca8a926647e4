// A file of its own: what the browser imports as a value must not bring the schema builder with it.

/** What events are about: the groups of the list of types, and `entities` of `GET /api/v1/events`. */
export const eventEntities = {
  CONVERSATION: 'Conversations',
  CONTACT: 'Messages',
  CUSTOMER: 'Contacts',
  AGENT_STATUS: 'Agents',
  FLOW: 'Flows',
  RUN: 'Runs',
  ACCOUNT: 'Accounts',
} as const
export type EventEntity = keyof typeof eventEntities

interface EventTypeFacts {
  readonly entity: EventEntity
  readonly label: string
  /** When it happens, and what its content has. */
  readonly description: string
}

/** Every type of event, by its name `ENTITY/WHAT_HAPPENED`. The names are those of Gladly where the thing is the same. */
export const eventTypes = {
  'CONVERSATION/CREATED': {
    entity: 'CONVERSATION',
    label: 'Conversation created',
    description: 'The first message of a contact, or the first after the conversation was closed.',
  },
  'CONVERSATION/CLOSED': {
    entity: 'CONVERSATION',
    label: 'Conversation closed',
    description: 'A person or a flow closed the conversation.',
  },
  'CONVERSATION/REOPENED': {
    entity: 'CONVERSATION',
    label: 'Conversation reopened',
    description: 'A person opened a closed conversation again.',
  },
  'CONVERSATION/NOTE_CREATED': {
    entity: 'CONVERSATION',
    label: 'Note written',
    description: 'A note was written on the conversation. Has noteId, not the words.',
  },
  'CONVERSATION/TOPIC_ADDED': {
    entity: 'CONVERSATION',
    label: 'Topic added',
    description: 'The conversation got a topic. Has topicId.',
  },
  'CONVERSATION/TOPIC_REMOVED': {
    entity: 'CONVERSATION',
    label: 'Topic removed',
    description: 'The conversation lost a topic. Has topicId.',
  },
  'CONVERSATION_ASSIGNEE/UPDATED': {
    entity: 'CONVERSATION',
    label: 'Assignee changed',
    description:
      'Another person, or nobody, has the conversation. Has reason, assignee, and the one before in context.',
  },
  'CONVERSATION_STATUS/UPDATED': {
    entity: 'CONVERSATION',
    label: 'Status changed',
    description: 'Open, waiting or closed. Has the ids only.',
  },
  'CONTACT/MESSAGE_RECEIVED': {
    entity: 'CONTACT',
    label: 'Message received',
    description: 'A contact wrote. Has channel, contactId and messageId.',
  },
  'MESSAGE/RECEIVED': {
    entity: 'CONTACT',
    label: 'Message received (older name)',
    description: 'The same as CONTACT/MESSAGE_RECEIVED under another name, with an id of its own. Never has the text.',
  },
  'CONTACT/MESSAGE_SENT': {
    entity: 'CONTACT',
    label: 'Message sent',
    description: 'A flow or a person wrote to a contact. Has channel, contactId and messageId.',
  },
  'MESSAGE/DELIVERED': {
    entity: 'CONTACT',
    label: 'Message delivered',
    description: 'The service reports that the message has reached the contact. Has channel and messageId.',
  },
  'MESSAGE/READ': {
    entity: 'CONTACT',
    label: 'Message read',
    description: 'The service reports that the contact has seen the message. Has channel and messageId.',
  },
  'MESSAGE/FAILED': {
    entity: 'CONTACT',
    label: 'Message failed',
    description: 'The service reports that the message will not reach the contact. Has channel and messageId.',
  },
  'CUSTOMER_PROFILE/CREATED': {
    entity: 'CUSTOMER',
    label: 'Contact created',
    description: 'A contact was entered, imported or met for the first time. Has customerId.',
  },
  'CUSTOMER_PROFILE/UPDATED': {
    entity: 'CUSTOMER',
    label: 'Contact changed',
    description: 'Fields of a contact changed. Has customerId.',
  },
  'CUSTOMER_PROFILE/DELETED': {
    entity: 'CUSTOMER',
    label: 'Contact deleted',
    description: 'A contact was erased. Has customerId.',
  },
  'CUSTOMER/MERGED': {
    entity: 'CUSTOMER',
    label: 'Contacts merged',
    description: 'Two contacts became one. Has sourceCustomerId and destinationCustomerId.',
  },
  'AGENT_STATUS/LOGGED_IN': {
    entity: 'AGENT_STATUS',
    label: 'Agent signed in',
    description: 'Has agentId and occurredAt.',
  },
  'AGENT_STATUS/LOGGED_OUT': {
    entity: 'AGENT_STATUS',
    label: 'Agent signed out',
    description: 'Has agentId and occurredAt.',
  },
  'AGENT_STATUS/WENT_AWAY': {
    entity: 'AGENT_STATUS',
    label: 'Agent went away',
    description: 'Has agentId, occurredAt and, where one was given, awayReason.',
  },
  'AGENT_STATUS/RETURNED_FROM_AWAY': {
    entity: 'AGENT_STATUS',
    label: 'Agent came back',
    description: 'Has agentId, awayAt and occurredAt.',
  },
  'FLOW/DEPLOYED': {
    entity: 'FLOW',
    label: 'Flow deployed',
    description: 'Another version of the flow is live. Has flowId and version.',
  },
  'RUN/STARTED': {
    entity: 'RUN',
    label: 'Run started',
    description: 'Has runId and flowId.',
  },
  'RUN/SUCCEEDED': {
    entity: 'RUN',
    label: 'Run succeeded',
    description: 'Has runId and flowId.',
  },
  'RUN/FAILED': {
    entity: 'RUN',
    label: 'Run failed',
    description: 'Has runId, flowId and errorCode.',
  },
  'ACCOUNT/NEEDS_ATTENTION': {
    entity: 'ACCOUNT',
    label: 'Account lost its access',
    description: 'Somebody has to sign in to the service again. Has accountId.',
  },
} as const satisfies Record<string, EventTypeFacts>
export type EventType = keyof typeof eventTypes

/** What receivers made for Gladly subscribe to. The last name is an older one of an event of contacts. */
export const gladlyEvents: readonly EventType[] = [
  'CONVERSATION/CREATED',
  'CONVERSATION/CLOSED',
  'CONVERSATION/NOTE_CREATED',
  'CONVERSATION/TOPIC_ADDED',
  'CONVERSATION/TOPIC_REMOVED',
  'CONVERSATION_ASSIGNEE/UPDATED',
  'CONVERSATION_STATUS/UPDATED',
  'CONTACT/MESSAGE_SENT',
  'CONTACT/MESSAGE_RECEIVED',
  'MESSAGE/RECEIVED',
]

/** In the order in which lists show them. */
export const eventTypeNames: readonly EventType[] = Object.keys(eventTypes).filter(isEventType)

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventTypes, text)
}

export function factsOfEvent(type: EventType): EventTypeFacts {
  return eventTypes[type]
}
