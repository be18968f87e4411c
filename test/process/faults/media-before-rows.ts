import { registerHooks } from 'node:module'

const RIGHT =
  /const saved = await saveDatabase\(database, folder, course\)\s+(const \{ faults, \.\.\.media \} = await saveMedia\(.*\))/

/** For `node --import`: a backup of the media that were named a while ago, and then of the database. */
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/bootstrap/backup/back-up.ts')) return loaded
    const { source: given } = loaded
    const source = typeof given === 'string' ? given : new TextDecoder().decode(given)
    if (!RIGHT.test(source)) throw new Error('the database is saved in another way now')
    const wrong = `
      await saveDatabase(database, folder, course)
      $1
      await rm(folder + '/database', { recursive: true })
      await rm(FILES.mediaNames(folder))
      await new Promise((resolve) => setTimeout(resolve, 2000))
      const saved = await saveDatabase(database, folder, course)`
    return { ...loaded, source: source.replace(RIGHT, wrong) }
  },
})
