import { TextInput } from '@mantine/core'
import type { AccountTypeResource } from '@patchbay/shared/api'
import { type ReactNode, useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconSearch } from '../ui/icons.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { Tile } from '../ui/tile.tsx'
import { AboutType } from './about-type.tsx'
import { accountGroups, searchedTypes } from './account-groups.ts'
import classes from './type-choice.module.css'

interface TypeChoiceProps {
  readonly types: readonly AccountTypeResource[]
  /** The type that was chosen before, about which the side tells first. */
  readonly chosen: AccountTypeResource | undefined
  readonly onChoose: (type: AccountTypeResource) => void
}

/** Which service an account is for: a button for each, in groups; beside them what the one at hand needs and can. */
export function TypeChoice({ types, chosen, onChoose }: TypeChoiceProps) {
  const [search, setSearch] = useState('')
  const [atHand, setAtHand] = useState(chosen)
  const groups = accountGroups(searchedTypes(types, search))
  const listed = groups.flatMap((one) => one.types)
  const shown = listed.find(({ id }) => id === atHand?.id) ?? listed[0]
  return (
    <div className={classes.choice}>
      <TextInput
        className={classes.search ?? ''}
        aria-label={accountsTexts.search}
        placeholder={accountsTexts.search}
        leftSection={<Icon of={IconSearch} />}
        data-autofocus
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || search.trim() === '' || shown === undefined) return
          event.preventDefault()
          onChoose(shown)
        }}
      />
      <div className={classes.groups}>
        {groups.length === 0 && <p className="sub">{accountsTexts.noneFound}</p>}
        {groups.map((one) => (
          <Group key={one.group} title={accountsTexts.groups[one.group]}>
            {one.types.map((type) => (
              <li key={type.id}>
                <button
                  type="button"
                  className={classes.type}
                  data-at-hand={type === shown || undefined}
                  onPointerEnter={() => setAtHand(type)}
                  onFocus={() => setAtHand(type)}
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
      {shown !== undefined && <AboutType type={shown} />}
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
