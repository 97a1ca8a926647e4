import { Button } from '@mantine/core'
import { useRef } from 'react'
import { Icon } from './icon.tsx'
import { IconUpload } from './icons.ts'

interface CsvButtonProps {
  readonly label: string
  /** What the file is, for those who cannot see the button. */
  readonly fileLabel: string
  readonly onPick: (file: File) => void
}

/** Picks a CSV file of this computer. */
export function CsvButton({ label, fileLabel, onPick }: CsvButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button leftSection={<Icon of={IconUpload} />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="sr"
        tabIndex={-1}
        aria-label={fileLabel}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file !== undefined) onPick(file)
        }}
      />
    </>
  )
}
