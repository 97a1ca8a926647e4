import { ActionIcon, Button, Menu, Switch } from '@mantine/core'
import type { Synchronization } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeSynchronization, startSynchronization } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights } from '../api/queries.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconClock, IconDots, IconLoader2, IconRefresh } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Note } from '../ui/note.tsx'
import { synchronizationTexts as texts } from '../ui/texts/synchronization.ts'
import { toasts } from '../ui/toasts.tsx'
import { useMinute } from '../ui/use-now.ts'
import { AccountAgents } from './account-agents.tsx'
import classes from './synchronization.module.css'
import { isBusy } from './synchronization-pause.ts'
import { useSynchronizations } from './synchronization-queries.ts'
import { synchronizationWords } from './synchronization-words.ts'

/** The server keeps no more of them. */
const MOST_PROBLEMS = 100

/** *Synchronization*: what is copied from the service of an account, and how that went. Nothing where none is offered. */
export function SynchronizationSection({ accountId }: { readonly accountId: string }) {
  const { canEdit } = useRights()
  const query = useSynchronizations(accountId, { enabled: canEdit })
  const { data: all = [], error } = query
  // Most accounts have none, so nothing is shown before the answer.
  if (query.data?.length === 0 || (query.data === undefined && error === null)) return null
  return (
    <section aria-labelledby="synchronization">
      <h2 id="synchronization">{texts.title}</h2>
      <p className="sub">{texts.help}</p>
      {query.data === undefined && <LoadError error={error} onRetry={() => void query.refetch()} />}
      {all.map((one) => (
        <div key={one.subject} className={classes.subject}>
          <Subject accountId={accountId} synchronization={one} />
          {one.subject === 'agents' && <AccountAgents accountId={accountId} readAt={one.endedAt} />}
        </div>
      ))}
    </section>
  )
}

interface SubjectProps {
  readonly accountId: string
  readonly synchronization: Synchronization
}

function Subject({ accountId, synchronization }: SubjectProps) {
  const { canAdminister } = useRights()
  const { subject, isOn } = synchronization
  const { title, help } = texts.subjects[subject]
  const { isSending, change } = useChange(accountId)
  return (
    <section aria-label={title}>
      <div className={classes.head}>
        <Switch
          label={title}
          description={help}
          classNames={{ description: classes.help ?? '' }}
          checked={isOn}
          disabled={!canAdminister}
          onChange={(event) =>
            change(changeSynchronization(accountId, subject, event.currentTarget.checked), 'notChanged')
          }
        />
        {canAdminister && isOn && (
          <StartButtons
            title={title}
            canGetWhole={subject === 'contacts'}
            isBusy={isSending || isBusy(synchronization)}
            onStart={(isWhole) => change(startSynchronization(accountId, subject, isWhole), 'notStarted')}
          />
        )}
      </div>
      <p className="sr" role="status">
        {statusOf(synchronization)}
      </p>
      <Outcome synchronization={synchronization} />
    </section>
  )
}

/** Sends a change, and reads how all stand then. */
function useChange(accountId: string) {
  const client = useQueryClient()
  const [isSending, setSending] = useState(false)
  const send = async (sending: Promise<unknown>, failure: 'notChanged' | 'notStarted') => {
    setSending(true)
    await sending.catch((thrown: unknown) => toasts.error(texts[failure], thrown))
    await client.invalidateQueries({ queryKey: keys.synchronizations(accountId) })
    setSending(false)
  }
  return {
    isSending,
    change: (sending: Promise<unknown>, failure: 'notChanged' | 'notStarted') => void send(sending, failure),
  }
}

interface StartButtonsProps {
  readonly title: string
  /** Agents are always got whole. */
  readonly canGetWhole: boolean
  readonly isBusy: boolean
  readonly onStart: (isWhole: boolean) => void
}

function StartButtons({ title, canGetWhole, isBusy, onStart }: StartButtonsProps) {
  return (
    <div className={classes.buttons}>
      <Button
        aria-label={texts.nowOf(title)}
        leftSection={<Icon of={IconRefresh} />}
        disabled={isBusy}
        onClick={() => onStart(false)}
      >
        {texts.now}
      </Button>
      {canGetWhole && (
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <ActionIcon aria-label={texts.menu(title)} disabled={isBusy}>
              <Icon of={IconDots} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon of={IconRefresh} />} onClick={() => onStart(true)}>
              {texts.whole}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}

/** What the last one did and when the next is due, or how far the present one is. */
function Outcome({ synchronization }: { readonly synchronization: Synchronization }) {
  useMinute()
  const { isOn, state, endedAt, outcome, message, problems } = synchronization
  if (!isOn && endedAt === null) return null
  // It tries again by itself, unless it has given up.
  const hasFailed = state !== 'under_way' && outcome === 'failed'
  const { now, others } = synchronizationWords(synchronization)
  return (
    <div className={classes.outcome}>
      <p className={classes.words}>
        {now !== undefined && (
          <Badge tone={now.isBusy ? 'run' : 'warn'} icon={now.isBusy ? IconLoader2 : IconClock} spinning={now.isBusy}>
            {now.text}
          </Badge>
        )}
        {others.map((words, at) => (
          <span key={words} className={at === 0 && now === undefined ? 'num' : 'sub num'}>
            {words}
          </span>
        ))}
      </p>
      {message !== '' && <Note tone={hasFailed ? 'bad' : 'warn'}>{message}</Note>}
      <Problems problems={problems} />
    </div>
  )
}

/** Changes with the state and the outcome alone: the pages and the time since would be read out all the while. */
function statusOf({ subject, isOn, state, outcome, counts }: Synchronization): string {
  const { title } = texts.subjects[subject]
  if (state === 'under_way') return texts.status.underWay(title)
  if (!isOn || outcome === null) return ''
  return outcome === 'failed' ? texts.status.failed(title) : texts.status.done(title, counts)
}

function Problems({ problems }: Pick<Synchronization, 'problems'>) {
  if (problems.length === 0) return null
  return (
    <details className={classes.problems}>
      <summary>{texts.problems(problems.length, problems.length >= MOST_PROBLEMS)}</summary>
      <ul>
        {problems.map(({ id, path, message }) => (
          <li key={`${id} ${path} ${message}`} dir="auto">
            <span className="mono">{[id, path].filter((part) => part !== undefined && part !== '').join(' · ')}</span>
            {message}
          </li>
        ))}
      </ul>
    </details>
  )
}
