/** All ports in memory, in any JavaScript runtime. Transactions roll back. */
export * from '#adapters/memory/system/memory-error-reporter.ts'
export * from '#adapters/memory/memory-ports.ts'
