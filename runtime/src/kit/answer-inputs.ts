import { Type } from 'typebox'

/** How a trigger that is called by HTTP answers: inputs of its definition. */
export const answerInputs = {
  answer: Type.Optional(
    Type.Enum(['at-once', 'respond'], {
      title: 'Answer',
      description:
        'When the flow responds: the caller waits for a Respond action, and gets 202 when none comes in time.',
      default: 'at-once',
      'x-ui': {
        widget: 'select',
        optionLabels: { 'at-once': 'At once, with 202', respond: 'When the flow responds' },
      },
    }),
  ),
  answerSeconds: Type.Optional(
    Type.Integer({
      title: 'At most',
      minimum: 1,
      maximum: 60,
      default: 30,
      'x-ui': { widget: 'number', width: 'half', unit: 'sec', visibleWhen: { field: 'answer', equals: 'respond' } },
    }),
  ),
}

/** When the caller waits for an answer of the flow, for the check of the flow. */
export const awaitsAnswer = { field: 'answer', equals: 'respond' } as const

/** How long a caller waits for an answer of the flow, in seconds; 0: not at all. */
export function answerSeconds(inputs: { readonly answer?: string; readonly answerSeconds?: number }): number {
  return inputs.answer === 'respond' ? (inputs.answerSeconds ?? 30) : 0
}
