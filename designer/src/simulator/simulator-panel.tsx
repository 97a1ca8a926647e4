import { ActionIcon, Button, Select } from '@mantine/core'
import { type NumberResource, SIMULATOR } from '@patchbay/shared/api'
import { useEffect, useState } from 'react'
import { useNumbers } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDeviceMobileMessage, IconEraser, IconPhone, IconX } from '../ui/icons.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { Compose } from './compose.tsx'
import { contacts } from './contacts.ts'
import classes from './simulator.module.css'
import { Thread } from './thread.tsx'
import { useClearedAt } from './use-cleared-at.ts'

const texts = simulatorTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectCopied = (state: EditorState) => state.simulatorText
const selectLive = (state: EditorState) => state.live

/** The id of the account that every installation has for trying things out. */
const noNumbers: readonly NumberResource[] = []

/** A phone beside the board: texts the live flow and shows what comes back. */
export function SimulatorPanel() {
  const store = useEditorStore()
  const flowId = useEditor(selectFlowId)
  const { data: numbers = noNumbers, isPending } = useNumbers()
  const own = numbers.filter(({ assignments, accountId }) => assignments.sms === flowId && accountId === SIMULATOR)
  const [chosen, setChosen] = useState<string | null>(null)
  const [contact, setContact] = useState(contacts[0]?.number ?? '')
  const copied = useEditor(selectCopied)
  useEffect(() => {
    if (copied?.contact) setContact(copied.contact)
  }, [copied])
  const to = own.find(({ number }) => number === chosen) ?? own[0]
  const [clearedAt, clear] = useClearedAt(to?.number ?? '', contact)
  return (
    <aside className={classes.panel} aria-label={texts.title}>
      <Head onClear={to ? clear : null} onClose={() => store.getState().showPanel('configurations')} />
      {to ? (
        <>
          <div className={classes.who}>
            <Party label={texts.from} value={contact} options={optionsWith(contact)} onChange={setContact} />
            <Party label={texts.to} value={to.number} options={own.map(numberOption)} onChange={setChosen} />
          </div>
          <Thread number={to.number} contact={contact} clearedAt={clearedAt} />
          <Compose from={contact} to={to.number} />
        </>
      ) : (
        !isPending && <NoNumber onAssign={() => store.getState().openDialog({ kind: 'numbers' })} />
      )}
    </aside>
  )
}

const contactOptions = contacts.map(({ number, name }) => ({ value: number, label: `${phone(number)}  ${name}` }))

/** A contact that came with a copied run may be none of the made-up ones. */
function optionsWith(contact: string) {
  const isKnown = contactOptions.some(({ value }) => value === contact)
  return isKnown ? contactOptions : [...contactOptions, { value: contact, label: phone(contact) }]
}

function numberOption({ number, label }: NumberResource) {
  return { value: number, label: `${phone(number)}  ${label}` }
}

interface HeadProps {
  readonly onClear: (() => void) | null
  readonly onClose: () => void
}

function Head({ onClear, onClose }: HeadProps) {
  const live = useEditor(selectLive)
  return (
    <div className={classes.head}>
      <span className={classes.tile}>
        <Icon of={IconDeviceMobileMessage} size={17} />
      </span>
      <div className="grow">
        <h2>{texts.title}</h2>
        <div className="sub">
          {live ? (
            <>
              {texts.runs} <b className="num">{texts.version(live.version)}</b>
            </>
          ) : (
            `${texts.nothingLive}. ${texts.deployFirst}`
          )}
        </div>
      </div>
      {onClear && (
        <ActionIcon aria-label={texts.clear} title={texts.clear} onClick={onClear}>
          <Icon of={IconEraser} />
        </ActionIcon>
      )}
      <ActionIcon aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon of={IconX} />
      </ActionIcon>
    </div>
  )
}

interface PartyProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

function Party({ label, value, options, onChange }: PartyProps) {
  return (
    <div className={classes.party}>
      <span aria-hidden="true">{label}</span>
      <Select
        aria-label={label}
        data={[...options]}
        value={value}
        onChange={(next) => {
          if (next !== null) onChange(next)
        }}
      />
    </div>
  )
}

function NoNumber({ onAssign }: { readonly onAssign: () => void }) {
  return (
    <div className={classes.center}>
      <EmptyState
        icon={IconPhone}
        title={texts.noNumber}
        text={texts.noNumberText}
        action={
          <Button size="sm" onClick={onAssign}>
            {texts.assign}
          </Button>
        }
      />
    </div>
  )
}
