import type { UploadedFile } from '@patchbay/shared/api'
import { type DragEvent, useState } from 'react'
import { uploadFile } from '../api/commands.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'

export interface Attachments {
  readonly files: readonly UploadedFile[]
  readonly isUploading: boolean
  /** A file is held over the phone. */
  readonly isOver: boolean
  add(files: readonly File[]): void
  remove(id: string): void
  clear(): void
  readonly dropTarget: {
    onDragOver(event: DragEvent): void
    onDragLeave(event: DragEvent): void
    onDrop(event: DragEvent): void
  }
}

/** Pictures and files that go with the next message. They are stored as soon as they are chosen. */
export function useAttachments(): Attachments {
  const [files, setFiles] = useState<readonly UploadedFile[]>([])
  const [pending, setPending] = useState(0)
  const [isOver, setOver] = useState(false)
  const upload = async (file: File) => {
    setPending((count) => count + 1)
    try {
      const stored = await uploadFile(file)
      setFiles((before) => [...before, stored].slice(0, MOST_FILES))
    } catch (thrown) {
      toasts.error(simulatorTexts.notAttached(file.name), thrown)
    } finally {
      setPending((count) => count - 1)
    }
  }
  const add = (chosen: readonly File[]) => {
    for (const file of chosen.slice(0, MOST_FILES - files.length)) void upload(file)
  }
  const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
  return {
    files,
    isUploading: pending > 0,
    isOver,
    add,
    remove: (id) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => setFiles([]),
    // The editor around the phone takes dropped files for flows.
    dropTarget: {
      onDragOver(event) {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.stopPropagation()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop(event) {
        if (!holdsFiles(event)) return
        event.preventDefault()
        event.stopPropagation()
        setOver(false)
        add([...event.dataTransfer.files])
      },
    },
  }
}

/** As many as a message of the simulator takes. */
const MOST_FILES = 10
