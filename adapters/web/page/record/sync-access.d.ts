/** What dedicated workers have beside what pages have (File System Standard, §2.6). */
interface FileSystemSyncAccessHandle {
  read(buffer: Uint8Array<ArrayBuffer>, options?: { at?: number }): number
  write(buffer: Uint8Array<ArrayBuffer>, options?: { at?: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>
}
