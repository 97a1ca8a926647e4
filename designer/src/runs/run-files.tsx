import type { RunFile } from '@patchbay/shared/api'
import { MessageFileCard } from '../ui/message-file.tsx'
import { fileTexts } from '../ui/texts/files.ts'
import classes from './run-files.module.css'

/** The pictures and other files that the run got with messages. */
export function RunFiles({ files }: { readonly files: readonly RunFile[] }) {
  if (files.length === 0) return null
  return (
    <ul className={classes.files} aria-label={fileTexts.files}>
      {files.map((file) => (
        <li key={file.id}>
          <MessageFileCard file={file} />
        </li>
      ))}
    </ul>
  )
}
