import type { UploadedFile } from '@patchbay/shared/api'
import { useState } from 'react'
import { uploadFile } from '../api/commands.ts'
import { fileTexts } from '../ui/texts/files.ts'
import { toasts } from '../ui/toasts.tsx'
import { useFileDrop } from './use-file-drop.ts'

export interface Attachments {
  readonly files: readonly UploadedFile[]
  readonly isUploading: boolean
  /** A file is held over the place where it is dropped. */
  readonly isOver: boolean
  add(files: readonly File[]): void
  remove(id: string): void
  clear(): void
  readonly dropTarget: ReturnType<typeof useFileDrop>['target']
}

/** Pictures and files that go with the next message. They are stored as soon as they are chosen. */
export function useAttachments(): Attachments {
  const [files, setFiles] = useState<readonly UploadedFile[]>([])
  const [pending, setPending] = useState(0)
  const upload = async (file: File) => {
    setPending((count) => count + 1)
    try {
      const stored = await uploadFile(file)
      setFiles((before) => [...before, stored])
    } catch (thrown) {
      toasts.error(fileTexts.notAttached(file.name), thrown)
    } finally {
      setPending((count) => count - 1)
    }
  }
  const add = (chosen: readonly File[]) => {
    const room = MOST_FILES - files.length - pending
    for (const file of chosen.slice(0, room)) void upload(file)
    if (chosen.length > room) toasts.warning(fileTexts.tooManyFiles(MOST_FILES, chosen.length - room))
  }
  const { isOver, target } = useFileDrop(add)
  return {
    files,
    isUploading: pending > 0,
    isOver,
    add,
    remove: (id) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => setFiles([]),
    dropTarget: target,
  }
}

/** As many as a message takes. */
const MOST_FILES = 10
