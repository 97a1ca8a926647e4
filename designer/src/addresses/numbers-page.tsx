import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { AddressResource } from '@patchbay/shared/api'
import { type ReactNode, useState } from 'react'
import { useAddresses, useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { addressText } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPhone, IconPlus, IconSearch } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { AddNumberDialog } from './add-number-dialog.tsx'
import classes from './numbers-page.module.css'
import { NumbersTable } from './numbers-table.tsx'

/** Our addresses, phone numbers first of all, and the flows that answer them. */
export function NumbersPage() {
  const numbers = useAddresses()
  const { canEdit } = useRights()
  const [text, setText] = useState('')
  const [isAddOpen, add] = useDisclosure(false)
  const addButton = canEdit && (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={add.open}>
      {numbersTexts.add}
    </Button>
  )
  return (
    <Page
      title={numbersTexts.title}
      actions={addButton}
      filters={
        <>
          <SearchField
            className={classes.search}
            label={numbersTexts.search}
            value={text}
            onChange={setText}
            slashKey
          />
          <span className="grow" />
          {numbers.data && <Totals numbers={numbers.data} />}
        </>
      }
    >
      <QueryView query={numbers}>
        {(all) =>
          all.length === 0 ? (
            <NoNumbers action={addButton} />
          ) : (
            <Found numbers={matching(all, text)} canEdit={canEdit} onShowAll={() => setText('')} />
          )
        }
      </QueryView>
      <AddNumberDialog opened={isAddOpen} onClose={add.close} />
    </Page>
  )
}

function Totals({ numbers }: { readonly numbers: readonly AddressResource[] }) {
  const free = numbers.filter((item) => item.flowName === null).length
  return (
    <span className="sub num" role="status">
      {numbersTexts.counts(numbers.length, free)}
    </span>
  )
}

function NoNumbers({ action }: { readonly action: ReactNode }) {
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconPhone} title={numbersTexts.noNumbers} text={numbersTexts.noNumbersHelp} action={action} />
    </div>
  )
}

interface FoundProps {
  readonly numbers: readonly AddressResource[]
  readonly canEdit: boolean
  readonly onShowAll: () => void
}

function Found({ numbers, canEdit, onShowAll }: FoundProps) {
  if (numbers.length > 0) {
    return (
      <>
        <NumbersTable numbers={numbers} canEdit={canEdit} />
        <p className={`sub ${classes.foot}`}>{numbersTexts.howToAssign}</p>
      </>
    )
  }
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {numbersTexts.showAll}
    </Button>
  )
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconSearch} title={numbersTexts.noneFound} text={numbersTexts.noneFoundHelp} action={showAll} />
    </div>
  )
}

function matching(numbers: readonly AddressResource[], text: string): readonly AddressResource[] {
  const wanted = text.trim().toLowerCase()
  const digits = wanted.replace(/[\s()-]/g, '')
  return numbers.filter((address) => {
    if (digits !== '' && address.value.includes(digits)) return true
    const { label, accountName, flowName } = address
    return `${addressText(address)} ${label} ${accountName} ${flowName ?? ''}`.toLowerCase().includes(wanted)
  })
}
