/** For `node --import`: a server that does not finish what it accepted. */
process.on('SIGTERM', () => process.exit(0))
