import type { AccountTypeResource } from '@patchbay/shared/api'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { Tile } from '../ui/tile.tsx'
import { accountGroups } from './account-groups.ts'
import classes from './type-choice.module.css'

interface TypeChoiceProps {
  readonly types: readonly AccountTypeResource[]
  /** The type that was chosen before, where the focus goes. */
  readonly chosen: AccountTypeResource | undefined
  readonly onChoose: (type: AccountTypeResource) => void
}

/** Which service an account is for: a button for each, in groups. */
export function TypeChoice({ types, chosen, onChoose }: TypeChoiceProps) {
  const groups = accountGroups(types)
  const first = chosen ?? groups[0]?.types[0]
  const focused = useRef<HTMLButtonElement>(null)
  useEffect(() => focused.current?.focus(), [])
  return (
    <div className={classes.groups}>
      {groups.map((one) => (
        <Group key={one.group} title={accountsTexts.groups[one.group]}>
          {one.types.map((type) => (
            <li key={type.id}>
              <button
                type="button"
                className={classes.type}
                ref={type === first ? focused : null}
                data-autofocus={type === first || undefined}
                onClick={() => onChoose(type)}
              >
                <Tile category="integrations" icon={type.icon} />
                <span className={classes.words}>
                  <b>{type.title}</b>
                  <span className="sub">{type.description}</span>
                </span>
              </button>
            </li>
          ))}
        </Group>
      ))}
    </div>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section>
      <h3 className={classes.title} id={id}>
        {title}
      </h3>
      <ul className={classes.types} aria-labelledby={id}>
        {children}
      </ul>
    </section>
  )
}
