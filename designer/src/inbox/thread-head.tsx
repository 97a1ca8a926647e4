import { ActionIcon, Button, Menu } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { Link } from 'wouter'
import { useRights, useSession } from '../api/queries.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconArrowLeft, IconCheck, IconPlus, IconRoute, IconUser, IconZzz } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { agentTexts } from '../ui/texts/agents.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { useAgents, useTopics } from './inbox-queries.ts'
import { nameOf } from './name-of.ts'
import { NewTopicForm } from './new-topic-form.tsx'
import { snoozeTimes } from './snooze-times.ts'
import type { ConversationActs } from './use-conversation-acts.ts'

interface ThreadHeadProps {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  readonly acts: ConversationActs
  readonly onClose: () => void
  readonly listHref: string
  readonly onContact: () => void
  /** The menu of times is open. */
  readonly isSnoozing: boolean
  readonly onSnoozing: (isOpen: boolean) => void
}

/** With whom, where, who answers, about what; and what can be done. */
export function ThreadHead(props: ThreadHeadProps) {
  const { conversation, kind, acts, onClose, listHref, onContact, isSnoozing, onSnoozing } = props
  const { status, isWithPerson, addressShown } = conversation
  const name = nameOf(conversation)
  return (
    <>
      <header className={classes.head}>
        <ActionIcon component={Link} href={listHref} className={classes.back ?? ''} aria-label={texts.back}>
          <Icon of={IconArrowLeft} />
        </ActionIcon>
        <div className="grow">
          <h2 className="trunc" dir="auto">
            {name}
          </h2>
          <div className={`row ${classes.where}`}>
            <Monogram kind={kind} />
            <span className="trunc">
              {kind?.title}, {addressShown}
            </span>
          </div>
        </div>
        {status === 'open' && <SnoozeMenu acts={acts} isOpen={isSnoozing} onOpen={onSnoozing} />}
        {status === 'waiting' && (
          <Button size="sm" onClick={() => void acts.reopen()}>
            {texts.wake}
          </Button>
        )}
        {isWithPerson && status !== 'closed' && (
          <Button
            size="sm"
            aria-label={texts.handBack}
            title={texts.handBackTitle}
            leftSection={<Icon of={IconRoute} size={14} />}
            onClick={() => void acts.handBack()}
          >
            <span className={classes.word}>{texts.handBack}</span>
          </Button>
        )}
        {status !== 'closed' && (
          <Button size="sm" aria-label={texts.close} leftSection={<Icon of={IconCheck} size={14} />} onClick={onClose}>
            <span className={classes.word}>{texts.close}</span>
          </Button>
        )}
        <ActionIcon className={classes.toContact ?? ''} aria-label={texts.showContact} onClick={onContact}>
          <Icon of={IconUser} />
        </ActionIcon>
      </header>
      <div className={classes.sub}>
        <AssigneeMenu conversation={conversation} acts={acts} />
        <Topics conversation={conversation} acts={acts} />
      </div>
    </>
  )
}

interface SnoozeMenuProps {
  readonly acts: ConversationActs
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

function SnoozeMenu({ acts, isOpen, onOpen }: SnoozeMenuProps) {
  return (
    <Menu position="bottom-end" opened={isOpen} onChange={onOpen}>
      <Menu.Target>
        <ActionIcon aria-label={texts.snooze} title={texts.snooze}>
          <Icon of={IconZzz} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {snoozeTimes(new Date()).map(({ label, until }) => (
          <Menu.Item key={label} onClick={() => void acts.snooze(until?.toISOString() ?? null)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface PartProps {
  readonly conversation: ConversationResource
  readonly acts: ConversationActs
}

function AssigneeMenu({ conversation: { assignee, isWithPerson, status, waitsSince }, acts }: PartProps) {
  const me = useSession().data?.user.id
  const agents = useAgents()
  const isMine = assignee?.id === `user:${me}`
  const isFlows = !isWithPerson && waitsSince === null
  const words = isMine
    ? texts.youAnswer
    : assignee !== null
      ? texts.answersBy(assignee.name)
      : isFlows
        ? texts.flowAnswers
        : texts.nobodyAnswers
  if (status === 'closed') return <span>{texts.isClosed}</span>
  return (
    <>
      <Menu position="bottom-start" onOpen={() => void agents.refetch()}>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Icon of={isFlows ? IconRoute : IconUser} size={14} />}
          >
            {words}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{texts.assign}</Menu.Label>
          {(agents.data ?? []).map((agent) => (
            <Menu.Item
              key={agent.id}
              leftSection={<StatusDot state={agent.state} />}
              onClick={() => void acts.assign(agent.id)}
            >
              {agent.id === `user:${me}` ? `${agent.name} (${texts.you})` : agent.name}
              <span className="sub"> {agentTexts.inWords(agent)}</span>
            </Menu.Item>
          ))}
          {assignee !== null && <Menu.Item onClick={() => void acts.assign(null)}>{texts.nobody}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {!isMine && (
        <Button size="compact-sm" onClick={() => void acts.take()}>
          {texts.take}
        </Button>
      )}
    </>
  )
}

function Topics({ conversation: { topics }, acts }: PartProps) {
  const all = useTopics().data ?? []
  const { canEdit } = useRights()
  const chosen = topics.map(({ id }) => id)
  const toggle = (id: string) =>
    void acts.setTopics(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <>
      {topics.map(({ id, name, color }) => (
        <span key={id} className={classes.topic} data-color={color}>
          {name}
        </span>
      ))}
      <Menu position="bottom-start" closeOnItemClick={false}>
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" leftSection={<Icon of={IconPlus} size={14} />}>
            {texts.topic}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {all.length === 0 && <Menu.Label>{texts.noTopics}</Menu.Label>}
          {all.map(({ id, name }) => (
            <Menu.CheckboxItem
              key={id}
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
              checkIcon={<Icon of={IconCheck} />}
            >
              {name}
            </Menu.CheckboxItem>
          ))}
          {canEdit && (
            <Menu.Item
              closeMenuOnClick
              leftSection={<Icon of={IconPlus} size={14} />}
              onClick={() =>
                openDialog({
                  title: texts.newTopicTitle,
                  size: 360,
                  content: (close) => (
                    <NewTopicForm onClose={close} onAdded={(id) => void acts.setTopics([...chosen, id])} />
                  ),
                })
              }
            >
              {texts.newTopic}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
