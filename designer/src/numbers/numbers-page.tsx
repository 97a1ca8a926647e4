import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { NumberResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { useNumbers, useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPhone, IconPlus, IconSearch } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { AddNumberDialog } from './add-number-dialog.tsx'
import classes from './numbers-page.module.css'
import { NumbersTable } from './numbers-table.tsx'

/** Our phone numbers and the flows that answer them. */
export function NumbersPage() {
  const numbers = useNumbers()
  const { canEdit } = useRights()
  const [text, setText] = useState('')
  const [isAddOpen, add] = useDisclosure(false)
  const rows = matching(numbers.data ?? [], text)
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
          {numbers.data && (
            <span className="sub num" role="status">
              {numbersTexts.counts(numbers.data.length, numbers.data.filter((item) => item.flowName === null).length)}
            </span>
          )}
        </>
      }
    >
      {numbers.data === undefined ? (
        numbers.error ? (
          <LoadError error={numbers.error} onRetry={() => void numbers.refetch()} />
        ) : (
          <SkeletonRows height={44} />
        )
      ) : numbers.data.length === 0 ? (
        <div className={classes.empty}>
          <EmptyState
            icon={IconPhone}
            title={numbersTexts.noNumbers}
            text={numbersTexts.noNumbersHelp}
            action={addButton}
          />
        </div>
      ) : rows.length === 0 ? (
        <div className={classes.empty}>
          <EmptyState
            icon={IconSearch}
            title={numbersTexts.noneFound}
            text={numbersTexts.noneFoundHelp}
            action={
              <Button size="sm" onClick={() => setText('')}>
                {numbersTexts.showAll}
              </Button>
            }
          />
        </div>
      ) : (
        <>
          <NumbersTable numbers={rows} canEdit={canEdit} />
          <p className={`sub ${classes.foot}`}>{numbersTexts.howToAssign}</p>
        </>
      )}
      <AddNumberDialog opened={isAddOpen} onClose={add.close} />
    </Page>
  )
}

function matching(numbers: readonly NumberResource[], text: string): readonly NumberResource[] {
  const wanted = text.trim().toLowerCase()
  const digits = wanted.replace(/[\s()-]/g, '')
  return numbers.filter(({ number, label, accountName, flowName }) => {
    if (digits !== '' && number.includes(digits)) return true
    return `${phone(number)} ${label} ${accountName} ${flowName ?? ''}`.toLowerCase().includes(wanted)
  })
}
