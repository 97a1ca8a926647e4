import type { InputPath } from '@patchbay/shared/flow'
import { Icon } from '../../ui/icon.tsx'
import { IconChevronDown, IconChevronRight } from '../../ui/icons.ts'
import formClasses from '../form/form.module.css'
import { problemPath, useForm } from '../form/form-context.tsx'
import { GridCell } from './grid-cell.tsx'
import type { GridColumn } from './grid-columns.ts'

interface MoreButtonProps {
  readonly isOpen: boolean
  readonly label: string
  readonly onClick: () => void
}

/** Opens what a row has below it. */
export function MoreButton({ isOpen, label, onClick }: MoreButtonProps) {
  return (
    <button
      type="button"
      className={formClasses.remove}
      aria-expanded={isOpen}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon of={isOpen ? IconChevronDown : IconChevronRight} size={14} />
    </button>
  )
}

interface RowDetailsProps {
  readonly columns: readonly GridColumn[]
  readonly path: InputPath
  readonly row: Readonly<Record<string, unknown>>
  readonly rowIndex: number
  readonly isOpen: boolean
}

/** The columns that have no room beside the others, one below the other with their names. A closed row shows those with a problem. */
export function RowDetails({ columns, path, row, rowIndex, isOpen }: RowDetailsProps) {
  const { problems } = useForm()
  const isWrong = ({ name }: GridColumn) => problems.some((problem) => problem.path === problemPath([...path, name]))
  const shown = isOpen ? columns : columns.filter(isWrong)
  if (shown.length === 0) return null
  return (
    <div className={formClasses.rowDetails}>
      {shown.map((column) => (
        <div key={column.name} className={formClasses.rowDetail}>
          <span className={formClasses.label} title={column.schema.description}>
            {column.title}
          </span>
          <GridCell
            column={column}
            path={[...path, column.name]}
            rowIndex={rowIndex}
            row={row}
            withPlaceholder={false}
          />
        </div>
      ))}
    </div>
  )
}
