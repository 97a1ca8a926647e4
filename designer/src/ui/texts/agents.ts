import type { AgentState, AgentStatus } from '@patchbay/shared/api'

const states = { available: 'Available', away: 'Away', 'signed-out': 'Signed out' } satisfies Record<AgentState, string>

/** Words for whether people who answer are there. */
export const agentTexts = {
  title: 'For contacts you are',
  states,
  goAway: 'Away…',
  notChanged: 'Status not changed',
  awayTitle: 'Be away',
  reason: 'Reason',
  reasonHelp: 'Colleagues see it when they assign a conversation. May be empty.',
  beAway: 'Be away',
  inWords: ({ state, reason }: AgentStatus) => (reason === '' ? states[state] : `${states[state]}: ${reason}`),
} as const
