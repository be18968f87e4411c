/** Where takes are kept: the origin-private file system, which no other site and no other program looks into. */
export const takeFolder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('takes', { create: true })

export const soundOf = (name: string): string => `${name}.flac`
export const notesOf = (name: string): string => `${name}.json`

/** What is locked while a take is written, so that another tab leaves it alone. */
export const lockOf = (name: string): string => `take ${name}`
