const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this user. Give the user its rights',
  EPERM: 'may not be used by this user. Give the user its rights',
  EROFS: 'is on a file system that can only be read. Make it writable',
  EEXIST: 'is a file where a folder is needed. Move it away',
  ENOTDIR: 'leads through a file where a folder is needed. Move it away',
  EISDIR: 'is a folder where a file is needed. Move it away',
  ENOSPC: 'cannot be written because the disk is full. Make room',
}

/** A sentence for the operator when a file or folder cannot be used. Undefined for any other error. */
export function fileProblem(error: Error): string | undefined {
  const reason = 'code' in error ? reasons[String(error.code)] : undefined
  if (reason === undefined) return undefined
  // A failed read does not say of which file.
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'A path in the data folder'
  return `${path} ${reason}, or name another folder with PATCHBAY_DATA_DIR.`
}
