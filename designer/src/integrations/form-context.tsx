import type { FieldError } from '@patchbay/shared/errors'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

interface ManifestForm {
  /** What is wrong with the value at a path, once people were there or asked for all. */
  errorOf(path: string): string | undefined
  /** Whether anything at a path or within it is wrong, and may be said. */
  hasErrorIn(path: string): boolean
  touch(path: string): void
}

const ManifestFormContext = createContext<ManifestForm | null>(null)

export function useManifestForm(): ManifestForm {
  const form = useContext(ManifestFormContext)
  if (form === null) throw new Error('This field must be drawn inside the form of a manifest.')
  return form
}

interface ManifestFormProviderProps {
  readonly errors: readonly FieldError[]
  /** A field that nobody has been at says nothing, otherwise. */
  readonly showsAll: boolean
  readonly children: ReactNode
}

export function ManifestFormProvider({ errors, showsAll, children }: ManifestFormProviderProps) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const form = useMemo<ManifestForm>(() => {
    const shown = errors.filter(({ path }) => showsAll || touched.has(path))
    return {
      errorOf: (path) => shown.find((error) => error.path === path)?.message,
      hasErrorIn: (path) => shown.some((error) => error.path === path || error.path.startsWith(`${path}.`)),
      touch: (path) => setTouched((before) => (before.has(path) ? before : new Set([...before, path]))),
    }
  }, [errors, showsAll, touched])
  return <ManifestFormContext.Provider value={form}>{children}</ManifestFormContext.Provider>
}
