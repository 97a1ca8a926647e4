import { Button, CloseButton, Modal } from '@mantine/core'
import type { AccountTypeResource } from '@patchbay/shared/api'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { SearchField } from '../ui/search-field.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { AboutType } from './about-type.tsx'
import { accountGroups, searchedTypes } from './account-groups.ts'
import { AccountMark } from './account-mark.tsx'
import { firstQuestionOf } from './first-question.ts'
import classes from './type-choice.module.css'

export interface ChosenType {
  readonly type: AccountTypeResource
  /** The answer to what is asked together with the type, such as the provider. */
  readonly answer: string | undefined
}

interface TypeChoiceProps {
  readonly types: readonly AccountTypeResource[]
  /** What was chosen before. */
  readonly chosen: ChosenType | undefined
  readonly onChoose: (chosen: ChosenType) => void
  readonly onClose: () => void
}

/** Which service an account is for: a card for each, in groups; beside them what the chosen one needs and can. */
export function TypeChoice({ types, chosen, onChoose, onClose }: TypeChoiceProps) {
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState(chosen)
  const groups = accountGroups(searchedTypes(types, search))
  const listed = groups.flatMap((one) => one.types)
  const shown = listed.find(({ id }) => id === picked?.type.id) ?? listed[0]
  const ownAnswer = picked?.type.id === shown?.id ? picked?.answer : undefined
  const answer = shown && (ownAnswer ?? firstQuestionOf(shown)?.usual)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (shown !== undefined) onChoose({ type: shown, answer })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <header className={classes.head}>
        <Modal.Title className={`grow ${classes.dialogTitle}`}>{accountsTexts.dialogTitle}</Modal.Title>
        <SearchField className={classes.search} label={accountsTexts.search} value={search} onChange={setSearch} />
        <CloseButton aria-label={commonTexts.close} icon={<Icon of={IconX} />} onClick={onClose} />
      </header>
      <div className={classes.choice}>
        <div className={classes.groups} role="radiogroup" aria-label={accountsTexts.services}>
          {groups.length === 0 && <p className="sub">{accountsTexts.noneFound}</p>}
          {groups.map((one) => (
            <Group key={one.group} title={accountsTexts.groups[one.group]}>
              {one.types.map((type) => (
                <TypeCard
                  key={type.id}
                  type={type}
                  isChosen={type === shown}
                  onChoose={() => setPicked({ type, answer: undefined })}
                />
              ))}
            </Group>
          ))}
        </div>
        {shown !== undefined && (
          <AboutType type={shown} answer={answer} onAnswer={(value) => setPicked({ type: shown, answer: value })} />
        )}
      </div>
      <footer className={classes.foot}>
        {shown?.helpPage !== undefined && (
          <a href={`/help/${shown.helpPage}`} target="_blank" rel="noreferrer">
            {accountsTexts.readHow(shown.title)}
          </a>
        )}
        <span className="grow" />
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" disabled={shown === undefined}>
          {accountsTexts.next}
        </Button>
      </footer>
    </form>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: A fieldset is no grid in every browser.
    <section role="group" aria-labelledby={id}>
      <h3 className={classes.title} id={id}>
        {title}
      </h3>
      <div className={classes.types}>{children}</div>
    </section>
  )
}

interface TypeCardProps {
  readonly type: AccountTypeResource
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function TypeCard({ type, isChosen, onChoose }: TypeCardProps) {
  const { id, title, summary, description } = type
  return (
    <label className={classes.type} data-chosen={isChosen || undefined}>
      <input
        type="radio"
        className="sr"
        name="account-type"
        value={id}
        checked={isChosen}
        onChange={onChoose}
        aria-label={title}
        aria-describedby={`type-${id}`}
        {...(isChosen ? { 'data-autofocus': true } : {})}
      />
      <AccountMark type={type} size="l" />
      <span className={classes.words}>
        <b>{title}</b>
        <span className="sub" id={`type-${id}`}>
          {summary ?? description}
        </span>
      </span>
    </label>
  )
}
