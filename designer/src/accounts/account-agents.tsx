import { Button, Select } from '@mantine/core'
import type { AccountAgent, AccountAgentState, MatchAgent } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { matchAgent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights, useUsers } from '../api/queries.ts'
import { date, number } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowBackUp, IconBan } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { accountAgentTexts as texts } from '../ui/texts/synchronization.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './synchronization.module.css'
import { useAccountAgents } from './synchronization-queries.ts'

interface AccountAgentsProps {
  readonly accountId: string
  /** When they were last synchronized: after another time the list is read again. */
  readonly readAt: string | null
}

/** The people who work in the service, those first who fit no user. Nothing before the first synchronization. */
export function AccountAgents({ accountId, readAt }: AccountAgentsProps) {
  const [chosen, setChosen] = useState<AccountAgentState>('unmatched')
  const agents = useAccountAgents(accountId, { state: chosen, readAt })
  const [first] = agents.data?.pages ?? []
  if (first === undefined || Object.values(first.counts).every((amount) => amount === 0)) return null
  const { counts } = first
  const options = reviewOrder
    .filter((state) => state === chosen || state === 'unmatched' || state === 'matched' || counts[state] > 0)
    .map((state) => ({ value: state, label: `${texts.states[state]} ${number(counts[state])}` }))
  return (
    <section className={classes.agents} aria-label={texts.title}>
      <div className={classes.agentsHead}>
        <h3>{texts.title}</h3>
        <Segmented label={texts.show} value={chosen} options={options} onChange={setChosen} />
      </div>
      <QueryView query={agents} rows={3} height={52}>
        {({ pages }) => <AgentRows accountId={accountId} state={chosen} agents={pages.flatMap(({ items }) => items)} />}
      </QueryView>
      {agents.hasNextPage && (
        <Button size="sm" loading={agents.isFetchingNextPage} onClick={() => void agents.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </section>
  )
}

const reviewOrder: readonly AccountAgentState[] = ['unmatched', 'matched', 'ignored', 'unseen']

interface AgentRowsProps {
  readonly accountId: string
  readonly state: AccountAgentState
  readonly agents: readonly AccountAgent[]
}

function AgentRows({ accountId, state, agents }: AgentRowsProps) {
  if (agents.length === 0) return <p className="sub">{texts.none[state]}</p>
  return (
    <ul className={classes.rows}>
      {agents.map((agent) => (
        <AgentRow key={agent.externalId} accountId={accountId} agent={agent} />
      ))}
    </ul>
  )
}

function AgentRow({ accountId, agent }: { readonly accountId: string; readonly agent: AccountAgent }) {
  const { name, email, user, matchedBy, isIgnored, unseenSince } = agent
  const { canAdminister } = useRights()
  const { isSending, match } = useMatch(accountId, agent)
  return (
    <li>
      <span className={classes.who}>
        <b className="trunc" dir="auto">
          {name}
        </b>
        <span className="sub trunc" title={email}>
          {email}
        </span>
      </span>
      {unseenSince !== null && <span className="sub">{texts.goneSince(date(unseenSince))}</span>}
      {unseenSince === null && !isIgnored && (
        <span className={classes.user}>
          {canAdminister ? (
            <UserChoice agent={agent} isDisabled={isSending} onChoose={(userId) => match({ userId })} />
          ) : (
            <span dir="auto">{user?.name}</span>
          )}
          {matchedBy !== null && <span className="sub">{texts.by[matchedBy]}</span>}
        </span>
      )}
      {canAdminister && unseenSince === null && (
        <Button
          className={classes.ignore ?? ''}
          variant="subtle"
          aria-label={isIgnored ? texts.takeBackOf(name) : texts.ignoreOf(name)}
          leftSection={<Icon of={isIgnored ? IconArrowBackUp : IconBan} />}
          disabled={isSending}
          onClick={() => match({ userId: null, isIgnored: !isIgnored })}
        >
          {isIgnored ? texts.takeBack : texts.ignore}
        </Button>
      )}
    </li>
  )
}

interface UserChoiceProps {
  readonly agent: AccountAgent
  readonly isDisabled: boolean
  /** Null: by the e-mail address. */
  readonly onChoose: (userId: string | null) => void
}

function UserChoice({ agent: { name, user, matchedBy }, isDisabled, onChoose }: UserChoiceProps) {
  const users = useUsers().data ?? []
  const options = users.map(({ id, name: userName, email }) => ({
    value: id,
    label: userName === '' ? email : userName,
  }))
  return (
    <Select
      aria-label={texts.userOf(name)}
      placeholder={texts.choose}
      nothingFoundMessage={texts.noUser}
      data={options}
      value={user?.id ?? null}
      searchable
      allowDeselect={false}
      clearable={matchedBy === 'person'}
      disabled={isDisabled}
      onChange={onChoose}
    />
  )
}

/** Stores who an agent is, says so, and reads the list again. */
function useMatch(accountId: string, { externalId, name }: AccountAgent) {
  const client = useQueryClient()
  const [isSending, setSending] = useState(false)
  const send = async (body: MatchAgent) => {
    setSending(true)
    try {
      const { user, isIgnored } = await matchAgent(accountId, externalId, body)
      if (isIgnored) toasts.success({ title: texts.ignored(name), message: texts.ignoredHelp })
      else toasts.success({ title: user === null ? texts.open(name) : texts.matched(name, user.name) })
      await client.invalidateQueries({ queryKey: keys.accountAgents(accountId) })
    } catch (thrown) {
      toasts.error(texts.notChanged, thrown)
    }
    setSending(false)
  }
  return { isSending, match: (body: MatchAgent) => void send(body) }
}
