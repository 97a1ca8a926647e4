import { Checkbox } from '@mantine/core'
import type { NumberResource } from '@patchbay/shared/api'
import { Badge } from '../ui/badge.tsx'
import { phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconRoute } from '../ui/icons.ts'
import { numberTexts } from '../ui/texts/number-assignment.ts'
import classes from './number-assignment.module.css'

const texts = numberTexts

interface NumberRowsProps {
  readonly numbers: readonly NumberResource[]
  readonly flowId: string
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ticked: ReadonlySet<string>) => void
}

export function NumberRows({ numbers, flowId, ticked, onTick }: NumberRowsProps) {
  const shownTicked = numbers.filter(({ number }) => ticked.has(number)).length
  const tickAll = (isOn: boolean) => {
    const next = new Set(ticked)
    for (const { number } of numbers)
      if (isOn) next.add(number)
      else next.delete(number)
    onTick(next)
  }
  return (
    <table>
      <thead>
        <tr>
          <th className={classes.tick}>
            <Checkbox
              aria-label={texts.selectAll}
              checked={shownTicked === numbers.length}
              indeterminate={shownTicked > 0 && shownTicked < numbers.length}
              onChange={(event) => tickAll(event.currentTarget.checked)}
            />
          </th>
          <th>{texts.columns.number}</th>
          <th>{texts.columns.label}</th>
          <th>{texts.columns.account}</th>
          <th>{texts.columns.channels}</th>
          <th>{texts.columns.flow}</th>
        </tr>
      </thead>
      <tbody>
        {numbers.map((number) => (
          <NumberRow
            key={number.number}
            number={number}
            isOurs={number.assignments.sms === flowId}
            isTicked={ticked.has(number.number)}
            onTick={(isOn) => {
              const next = new Set(ticked)
              if (isOn) next.add(number.number)
              else next.delete(number.number)
              onTick(next)
            }}
          />
        ))}
      </tbody>
    </table>
  )
}

interface NumberRowProps {
  readonly number: NumberResource
  readonly isOurs: boolean
  readonly isTicked: boolean
  readonly onTick: (isOn: boolean) => void
}

function NumberRow({ number, isOurs, isTicked, onTick }: NumberRowProps) {
  const shown = phone(number.number)
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
      <td>{number.label === '' ? <span className="muted">–</span> : number.label}</td>
      <td>{number.accountName}</td>
      <td className="muted">{number.capabilities.map((capability) => capability.toUpperCase()).join(', ')}</td>
      <td>
        <AnsweringFlow number={number} isOurs={isOurs} />
      </td>
    </tr>
  )
}

function AnsweringFlow({ number, isOurs }: Pick<NumberRowProps, 'number' | 'isOurs'>) {
  if (isOurs) {
    return (
      <Badge tone="ok" icon={IconCheck}>
        {texts.thisFlow}
      </Badge>
    )
  }
  if (number.assignments.sms === null) return <span className="muted">{texts.freeNumber}</span>
  return (
    <span className="row" style={{ gap: 7 }}>
      <Icon of={IconRoute} size={14} />
      {number.flowName}
    </span>
  )
}
