import type { RunErrorBody } from '@patchbay/shared/api'
import { wellFormed } from '@patchbay/shared/json'
import type { FlowConversationChange } from '../../../kit/conversations.ts'
import { failedStep } from '../../../kit/failed-step.ts'
import { defineAction } from '../../../kit/node.ts'
import { pageOfOptions } from '../../../kit/options.ts'
import { fieldOf } from '../../../kit/values.ts'
import { topicName } from '../topic-name.ts'
import { AGENTS, changeConversation, TOPICS } from './definition.ts'

const MOST_TOPICS = 20

export const changeConversationAction = defineAction(changeConversation, {
  async run(inputs, { services, runId, flowId, flowName, nodeId, idempotencyKey }) {
    const { addTopics = '', removeTopics = '', note = '', status, assign, person = '' } = inputs
    const id = inputs.conversation.trim()
    if (id === '') return failedStep(nobodyMeant)
    const changed = await services.conversations.change({
      id,
      ...assigneeOf(assign, person),
      addTopics: topicsIn(addTopics),
      removeTopics: topicsIn(removeTopics),
      note: wellFormed(note).trim(),
      ...(status === 'keep' ? {} : { status }),
      step: { runId, flowId, by: `${flowName} #${nodeId}`, key: idempotencyKey },
    })
    if ('error' in changed) return failedStep(changed.error)
    const outputs = Object.fromEntries(SHOWN.map((name) => [name, fieldOf(changed.values, name) ?? null]))
    return { exit: 'success', outputs: { ...outputs, error: '' } }
  },
  options: {
    [AGENTS]: async (query, { services }) => {
      const people = await services.conversations.agents()
      return pageOfOptions(
        people.map(({ id, name }) => ({ value: id, label: name })),
        query,
      )
    },
    [TOPICS]: async (query, { services }) => {
      const topics = await services.conversations.topics()
      return pageOfOptions(
        topics.map((name) => ({ value: name, label: name })),
        query,
      )
    },
  },
})

const SHOWN = ['id', 'status', 'assignee', 'topics'] as const

function assigneeOf(assign: 'keep' | 'person' | 'nobody', person: string): Pick<FlowConversationChange, 'assign'> {
  return assign === 'keep' ? {} : { assign: assign === 'nobody' ? assign : person }
}

function topicsIn(text: string): readonly string[] {
  return [...new Set(text.split(',').map(topicName))].filter((name) => name !== '').slice(0, MOST_TOPICS)
}

const nobodyMeant: RunErrorBody = {
  code: 'CONVERSATION_NOT_FOUND',
  message: 'This run belongs to no conversation.',
  help: 'Start the flow by a message or by Conversation Event, or name a conversation by its ID.',
}
