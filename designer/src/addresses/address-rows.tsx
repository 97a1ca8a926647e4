import { Checkbox } from '@mantine/core'
import { type AddressResource, addressKey } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconRoute } from '../ui/icons.ts'
import type { AssignmentTexts } from '../ui/texts/assignment.ts'
import { capabilityTitles } from './capability-titles.ts'
import classes from './number-assignment.module.css'

const selectChannels = (state: EditorState) => state.catalog.channels ?? none

const none: readonly ChannelKind[] = []

interface AddressRowsProps {
  readonly addresses: readonly AddressResource[]
  readonly flowId: string
  readonly texts: AssignmentTexts
  /** Keys of addresses. */
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ticked: ReadonlySet<string>) => void
}

export function AddressRows({ addresses, flowId, texts, ticked, onTick }: AddressRowsProps) {
  const shownTicked = addresses.filter((address) => ticked.has(addressKey(address))).length
  const tickAll = (isOn: boolean) => {
    const next = new Set(ticked)
    for (const key of addresses.map(addressKey))
      if (isOn) next.add(key)
      else next.delete(key)
    onTick(next)
  }
  return (
    <table>
      <thead>
        <tr>
          <th className={classes.tick}>
            <Checkbox
              aria-label={texts.selectAll}
              checked={shownTicked === addresses.length}
              indeterminate={shownTicked > 0 && shownTicked < addresses.length}
              onChange={(event) => tickAll(event.currentTarget.checked)}
            />
          </th>
          <th>{texts.columns.address}</th>
          <th>{texts.columns.label}</th>
          <th>{texts.columns.account}</th>
          <th>{texts.columns.channels}</th>
          <th>{texts.columns.flow}</th>
        </tr>
      </thead>
      <tbody>
        {addresses.map((address) => {
          const key = addressKey(address)
          return (
            <AddressRow
              key={key}
              address={address}
              texts={texts}
              isOurs={address.flowId === flowId}
              isTicked={ticked.has(key)}
              onTick={(isOn) => {
                const next = new Set(ticked)
                if (isOn) next.add(key)
                else next.delete(key)
                onTick(next)
              }}
            />
          )
        })}
      </tbody>
    </table>
  )
}

interface AddressRowProps {
  readonly address: AddressResource
  readonly texts: AssignmentTexts
  readonly isOurs: boolean
  readonly isTicked: boolean
  readonly onTick: (isOn: boolean) => void
}

function AddressRow({ address, texts, isOurs, isTicked, onTick }: AddressRowProps) {
  const channels = useEditor(selectChannels)
  const shown = address.shown
  return (
    // The check box is the control; the row is a larger target for the same.
    <tr
      data-on={isTicked || undefined}
      onClick={(event) => {
        if (!(event.target instanceof HTMLInputElement)) onTick(!isTicked)
      }}
    >
      <td className={classes.tick}>
        <Checkbox
          aria-label={texts.select(shown)}
          checked={isTicked}
          onChange={(event) => onTick(event.currentTarget.checked)}
        />
      </td>
      <td className={`num ${classes.number}`}>{shown}</td>
      <td>{address.label === '' ? <span className="muted">–</span> : address.label}</td>
      <td>{address.accountName}</td>
      <td className="muted">{capabilityTitles(address.capabilities, channels)}</td>
      <td>
        <AnsweringFlow address={address} texts={texts} isOurs={isOurs} />
      </td>
    </tr>
  )
}

function AnsweringFlow({ address, texts, isOurs }: Pick<AddressRowProps, 'address' | 'texts' | 'isOurs'>) {
  if (isOurs) {
    return (
      <Badge tone="ok" icon={IconCheck}>
        {texts.thisFlow}
      </Badge>
    )
  }
  if (address.flowId === null) return <span className="muted">{texts.freeAddress}</span>
  return (
    <span className="row" style={{ gap: 7 }}>
      <Icon of={IconRoute} size={14} />
      {address.flowName}
    </span>
  )
}
