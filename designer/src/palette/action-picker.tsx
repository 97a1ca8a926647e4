import { Popover } from '@mantine/core'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { cloneElement, type ReactElement, useState } from 'react'
import { PickerList } from './picker-list.tsx'

interface ActionPickerProps {
  /** What will be done with the choice, for screen readers. */
  readonly label: string
  readonly onPick: (definition: NodeDefinition) => void
  /** The press that made it also opens it. */
  readonly isOpenAtFirst?: boolean
  /** The button that opens it. */
  readonly children: ReactElement<{ onClick?: () => void; 'aria-expanded'?: boolean }>
}

/** A small searched list of actions beside a `+`. */
export function ActionPicker({ label, onPick, isOpenAtFirst = false, children }: ActionPickerProps) {
  const [opened, setOpened] = useState(isOpenAtFirst)
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="right-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        {cloneElement(children, { onClick: () => setOpened(!opened), 'aria-expanded': opened })}
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <PickerList
          label={label}
          onPick={(definition) => {
            setOpened(false)
            onPick(definition)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
