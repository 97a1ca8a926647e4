import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { list, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const agentStates = ['available', 'away', 'signed-out'] as const
export type AgentState = (typeof agentStates)[number]

const statusMembers = {
  state: Type.Enum([...agentStates]),
  reason: text('Of `away`: why, as the person says. Empty: not said.'),
}

export const AgentStatusSchema = shape(statusMembers, { title: 'AgentStatus' })
/** Whether a person who answers is there. */
export type AgentStatus = Static<typeof AgentStatusSchema>

export const AgentSchema = shape({ id: text('As `user:<id>`.'), name: text(), ...statusMembers }, { title: 'Agent' })
/** A person who may answer. */
export type Agent = Static<typeof AgentSchema>

export const ChangeAgentStatusSchema = Type.Object(
  { isAway: Type.Boolean(), reason: Type.Optional(Type.String({ maxLength: 120 })) },
  exact,
)
export type ChangeAgentStatus = Static<typeof ChangeAgentStatusSchema>

export const agentEndpoints = {
  agents: endpoint({
    method: 'GET',
    path: '/api/agents',
    summary: 'The people who may answer, by name, and whether they are there',
    answer: shape({ items: list(AgentSchema) }),
  }),
  status: endpoint({
    method: 'GET',
    path: '/api/agent-status',
    summary: 'Whether one counts as there for contacts',
    answer: AgentStatusSchema,
    errors: ['BAD_REQUEST'],
  }),
  changeStatus: endpoint({
    method: 'PUT',
    path: '/api/agent-status',
    summary: 'Go away, with a reason if wanted, or come back',
    body: ChangeAgentStatusSchema,
    answer: AgentStatusSchema,
    errors: ['BAD_REQUEST'],
  }),
}
