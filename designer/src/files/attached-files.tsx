import { Icon } from '../ui/icon.tsx'
import { IconPaperclip, IconX } from '../ui/icons.ts'
import { fileTexts as texts } from '../ui/texts/files.ts'
import classes from './files.module.css'
import type { Attachments } from './use-attachments.ts'

/** What goes with the next message, each with a button that leaves it out. */
export function AttachedFiles({ attachments: { files, isUploading, remove } }: { readonly attachments: Attachments }) {
  if (files.length === 0 && !isUploading) return null
  return (
    <ul className={classes.attached} aria-label={texts.attached}>
      {files.map(({ id, type, name, url }) => (
        <li key={id}>
          {type.startsWith('image/') ? (
            <img src={url} alt="" width={28} height={28} />
          ) : (
            <Icon of={IconPaperclip} size={14} />
          )}
          <span className="trunc">{name}</span>
          <button
            type="button"
            aria-label={texts.leaveOut(name)}
            title={texts.leaveOut(name)}
            onClick={() => remove(id)}
          >
            <Icon of={IconX} size={14} />
          </button>
        </li>
      ))}
      {isUploading && <li role="status">{texts.uploading}</li>}
    </ul>
  )
}
