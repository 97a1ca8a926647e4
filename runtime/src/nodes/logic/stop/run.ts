import { FAILURE_EXIT } from '@patchbay/shared/flow'
import { defineAction } from '../../../kit/node.ts'
import { stop } from './definition.ts'

/** Longer messages stay in the output of the step: lists of runs and alerts show the one of the error. */
const LONGEST_MESSAGE = 2_000

export const stopAction = defineAction(stop, {
  async run({ outcome, message = '' }, { nodeId, nodeName }) {
    const outputs = { message }
    // No connection leaves a Stop, so any exit ends the run; which one decides how.
    if (outcome === 'succeeded') return { exit: 'stopped', outputs }
    const error = { code: 'STOPPED', message: shortMessage(message, `#${nodeId} ${nodeName}`), nodeId }
    return { exit: FAILURE_EXIT, outputs, error }
  },
})

/** Whole or not at all: secrets are hidden by their value, which a part of a message would escape. */
function shortMessage(message: string, name: string): string {
  if (message.trim() === '') return `${name} ended the run.`
  return message.length > LONGEST_MESSAGE ? `${name} ended the run. Its output has the long message.` : message
}
