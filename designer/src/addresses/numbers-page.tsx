import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type AddressResource, addressesTitle, wordsOfAllAddresses } from '@patchbay/shared/api'
import { type ReactNode, useState } from 'react'
import { useAddresses, useCatalog, useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPhone, IconPlus, IconSearch } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { type AddressesTexts, addressesTexts } from '../ui/texts/addresses.ts'
import { AddAddressDialog } from './add-address-dialog.tsx'
import { ChangeAddressDialog } from './change-address-dialog.tsx'
import classes from './numbers-page.module.css'
import { NumbersTable } from './numbers-table.tsx'

/** Our addresses and the flows that answer them. As long as all of them are numbers, the page is called so. */
export function NumbersPage() {
  const channels = useCatalog().data?.channels ?? []
  const texts = addressesTexts(wordsOfAllAddresses(channels))
  const numbers = useAddresses()
  const { canEdit } = useRights()
  const [text, setText] = useState('')
  const [isAddOpen, add] = useDisclosure(false)
  const [changed, setChanged] = useState<AddressResource | null>(null)
  const addButton = canEdit && (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={add.open}>
      {texts.add}
    </Button>
  )
  return (
    <Page
      title={addressesTitle(channels)}
      actions={addButton}
      filters={
        <>
          <SearchField className={classes.search} label={texts.search} value={text} onChange={setText} slashKey />
          <span className="grow" />
          {numbers.data && <Totals numbers={numbers.data} texts={texts} />}
        </>
      }
    >
      <QueryView query={numbers}>
        {(all) =>
          all.length === 0 ? (
            <NoNumbers texts={texts} action={addButton} />
          ) : (
            <Found
              numbers={matching(all, text)}
              texts={texts}
              canEdit={canEdit}
              onChange={setChanged}
              onShowAll={() => setText('')}
            />
          )
        }
      </QueryView>
      <AddAddressDialog title={texts.dialogTitle} opened={isAddOpen} onClose={add.close} />
      <ChangeAddressDialog address={changed} onClose={() => setChanged(null)} />
    </Page>
  )
}

interface TotalsProps {
  readonly numbers: readonly AddressResource[]
  readonly texts: AddressesTexts
}

function Totals({ numbers, texts }: TotalsProps) {
  const free = numbers.filter((item) => item.flowName === null).length
  return (
    <span className="sub num" role="status">
      {texts.counts(numbers.length, free)}
    </span>
  )
}

interface NoNumbersProps {
  readonly texts: AddressesTexts
  readonly action: ReactNode
}

function NoNumbers({ texts, action }: NoNumbersProps) {
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconPhone} title={texts.none} text={texts.noneHelp} action={action} />
    </div>
  )
}

interface FoundProps extends TotalsProps {
  readonly canEdit: boolean
  readonly onChange: (item: AddressResource) => void
  readonly onShowAll: () => void
}

function Found({ numbers, texts, canEdit, onChange, onShowAll }: FoundProps) {
  if (numbers.length > 0) {
    return <NumbersTable numbers={numbers} texts={texts} canEdit={canEdit} onChange={onChange} />
  }
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {texts.showAll}
    </Button>
  )
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconSearch} title={texts.noneFound} text={texts.noneFoundHelp} action={showAll} />
    </div>
  )
}

function matching(numbers: readonly AddressResource[], text: string): readonly AddressResource[] {
  const wanted = text.trim().toLowerCase()
  const digits = wanted.replace(/[\s()-]/g, '')
  return numbers.filter((address) => {
    if (digits !== '' && address.value.includes(digits)) return true
    const { label, accountName, flowName } = address
    return `${address.shown} ${label} ${accountName} ${flowName ?? ''}`.toLowerCase().includes(wanted)
  })
}
