#!/usr/bin/env node

const USAGE = `soundhub start                            serves HTTP, and performs jobs unless WORKER is off
soundhub server                           serves HTTP and leaves jobs to workers
soundhub worker                           performs jobs
soundhub migrate                          brings the database up to date
soundhub admin create <email> [nickname]  creates a staff account
soundhub admin jobs [retry <id>…]         lists the jobs that failed at every try, queues them again
soundhub admin doctor                     says what is wrong and how to mend it
soundhub admin media copy --from … --to … copies media between DATA_DIR and the bucket
soundhub backup <folder>                  saves database and media
soundhub restore <folder>                 fills an empty place from a backup
soundhub mix <file>… -o <song.mp3>        mixes files; needs no server
soundhub waveform <file> -o <x.svg>       draws a waveform
soundhub align <file> <other file>        proposes the offset of the other file in a mix
soundhub mix|waveform|align --help        says more`

const tool = (name: 'mix' | 'waveform' | 'align') => async (): Promise<unknown> => {
  const { runTool } = await import('../../tool/tool.ts')
  return runTool(name, process.argv.slice(2))
}

const COMMANDS: ReadonlyMap<string | undefined, () => Promise<unknown>> = new Map([
  ['start', () => import('../../main.ts')],
  ['server', () => import('../../server-alone.ts')],
  ['worker', () => import('../../worker.ts')],
  ['migrate', () => import('../../migrate.ts')],
  ['admin', () => import('../../admin.ts')],
  ['backup', () => import('../../backup.ts')],
  ['restore', () => import('../../restore.ts')],
  ['mix', tool('mix')],
  ['waveform', tool('waveform')],
  ['align', tool('align')],
])

const command = COMMANDS.get(process.argv[2])
if (command === undefined) {
  console.error(USAGE)
  process.exit(2)
}
// Each command reads its arguments as if it had been started by itself.
process.argv.splice(2, 1)
try {
  await command()
} catch (cause) {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause
  console.error(`${cause.message.split(' imported from ')[0]}. docs/embedding.md lists what each command needs.`)
  process.exit(1)
}
