/** Every port in memory: gone with the process, on whatever it runs. Transactions really roll back. */
export * from '#adapters/memory/memory-ports.ts'
