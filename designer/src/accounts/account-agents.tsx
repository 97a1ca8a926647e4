import { Button, Select } from '@mantine/core'
import type { AccountAgent, AccountAgentState, MatchAgent } from '@patchbay/shared/api'
import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { matchAgent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights, useUsers } from '../api/queries.ts'
import { date, number } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowBackUp, IconBan } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { accountAgentTexts as texts } from '../ui/texts/synchronization.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import classes from './synchronization.module.css'
import { useAccountAgents } from './synchronization-queries.ts'
import { type RowControl, type Sending, useFocusAfter } from './use-focus-after.ts'
import { BY_EMAIL, userOptions } from './user-options.ts'

interface AccountAgentsProps {
  readonly accountId: string
  /** When they were last synchronized: after another time the list is read again. */
  readonly readAt: string | null
}

/** The people who work in the service, those first who fit no user. Nothing before the first synchronization. */
export function AccountAgents({ accountId, readAt }: AccountAgentsProps) {
  const [chosen, setChosen] = useState<AccountAgentState>('unmatched')
  const heading = useRef<HTMLHeadingElement>(null)
  const agents = useAccountAgents(accountId, { state: chosen, readAt })
  const counts = agents.data?.pages[0]?.counts
  const isEmpty = counts === undefined ? readAt === null : Object.values(counts).every((amount) => amount === 0)
  if (isEmpty && (counts !== undefined || agents.error === null)) return null
  const options = reviewOrder
    .filter((state) => state === chosen || state === 'unmatched' || state === 'matched' || (counts?.[state] ?? 0) > 0)
    .map((state) => ({ value: state, label: [texts.states[state], ...numbers(counts?.[state])].join(' ') }))
  return (
    <section className={classes.agents} aria-label={texts.title}>
      <div className={classes.agentsHead}>
        <h3 ref={heading} tabIndex={-1}>
          {texts.title}
        </h3>
        <Segmented label={texts.show} value={chosen} options={options} onChange={setChosen} />
      </div>
      <QueryView query={agents} rows={3} height={52}>
        {({ pages }) => (
          <AgentRows
            accountId={accountId}
            state={chosen}
            agents={pages.flatMap(({ items }) => items)}
            heading={heading}
          />
        )}
      </QueryView>
      {agents.isFetchNextPageError && <Note tone="bad">{messageOf(agents.error)}</Note>}
      {agents.hasNextPage && (
        <Button size="sm" loading={agents.isFetchingNextPage} onClick={() => void agents.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </section>
  )
}

/** None while the amount is not known. */
const numbers = (amount: number | undefined) => (amount === undefined ? [] : [number(amount)])

const reviewOrder: readonly AccountAgentState[] = ['unmatched', 'matched', 'ignored', 'unseen']

interface AgentRowsProps {
  readonly accountId: string
  readonly state: AccountAgentState
  readonly agents: readonly AccountAgent[]
  /** Has the focus when nobody is left. */
  readonly heading: RefObject<HTMLElement | null>
}

function AgentRows({ accountId, state, agents, heading }: AgentRowsProps) {
  const list = useRef<HTMLUListElement>(null)
  const { sending, match } = useMatch(accountId)
  useFocusAfter({ sending, list, ids: agents.map(({ externalId }) => externalId), heading })
  if (agents.length === 0) return <p className="sub">{texts.none[state]}</p>
  return (
    <ul ref={list} className={classes.rows}>
      {agents.map((agent) => (
        <AgentRow
          key={agent.externalId}
          agent={agent}
          isSending={sending?.id === agent.externalId}
          onMatch={(control, body) => match(agent, control, body)}
        />
      ))}
    </ul>
  )
}

interface AgentRowProps {
  readonly agent: AccountAgent
  readonly isSending: boolean
  readonly onMatch: (control: RowControl, body: MatchAgent) => void
}

function AgentRow({ agent, isSending, onMatch }: AgentRowProps) {
  const { name, email, user, matchedBy, isIgnored, unseenSince } = agent
  const { canAdminister } = useRights()
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
            <UserChoice agent={agent} isDisabled={isSending} onChoose={(userId) => onMatch('user', { userId })} />
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
          data-control="ignore"
          aria-label={isIgnored ? texts.takeBackOf(name) : texts.ignoreOf(name)}
          leftSection={<Icon of={isIgnored ? IconArrowBackUp : IconBan} />}
          disabled={isSending}
          onClick={() => onMatch('ignore', { userId: null, isIgnored: !isIgnored })}
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

function UserChoice({ agent, isDisabled, onChoose }: UserChoiceProps) {
  const users = useUsers()
  return (
    <Select
      aria-label={texts.userOf(agent.name)}
      data-control="user"
      placeholder={texts.choose}
      nothingFoundMessage={users.data === undefined && users.error ? messageOf(users.error) : texts.noUser}
      data={userOptions(users.data ?? [], agent)}
      value={agent.user?.id ?? null}
      searchable
      openOnFocus={false}
      allowDeselect={false}
      disabled={isDisabled}
      onChange={(value) => onChoose(value === BY_EMAIL ? null : value)}
    />
  )
}

/** Stores who an agent is, says so, and reads the list again. */
function useMatch(accountId: string) {
  const client = useQueryClient()
  const [sending, setSending] = useState<Sending | null>(null)
  const send = async ({ externalId, name }: AccountAgent, body: MatchAgent) => {
    try {
      const { user, isIgnored } = await matchAgent(accountId, externalId, body)
      if (isIgnored) toasts.success({ title: texts.ignored(name), message: texts.ignoredHelp })
      else toasts.success({ title: user === null ? texts.open(name) : texts.matched(name, user.name) })
      await client.invalidateQueries({ queryKey: keys.accountAgents(accountId) })
    } catch (thrown) {
      toasts.error(texts.notChanged, thrown)
    }
    // After the list, which React Query hands out in its own time: what has the focus next depends on it.
    notifyManager.schedule(() => setSending((now) => (now?.id === externalId ? null : now)))
  }
  return {
    sending,
    match: (agent: AccountAgent, control: RowControl, body: MatchAgent) => {
      setSending({ id: agent.externalId, control })
      void send(agent, body)
    },
  }
}
