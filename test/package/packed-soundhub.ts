import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { inject, onTestFinished } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
/** In milliseconds; a program that hangs longer is ended. */
const LONGEST_RUN = 240_000

type Locked = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** What a program that was run said and how it ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** A program of somebody else's that has Soundhub installed. */
export type Host = {
  readonly folder: string
  /** Puts files into it: their texts by their paths. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Puts files of this folder into it, all at its top. */
  take(...paths: readonly string[]): Promise<void>
  /** Runs a program in it to its end; the name `node` is the Node that runs the tests. */
  run(program: string, ...parameters: readonly string[]): Promise<Ended>
  /** Compiles its TypeScript as strictly as it goes, declarations of packages included. Ends with what the compiler says. */
  compile(...files: readonly string[]): Promise<string>
}

const runIn = (folder: string, program: string, parameters: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    const file = program === 'node' ? process.execPath : program
    execFile(
      file,
      parameters,
      { cwd: folder, maxBuffer: 2 ** 26, timeout: LONGEST_RUN, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        done({ code, stdout, stderr: error !== null && stderr === '' ? error.message : stderr })
      },
    )
  })

/** Where npm put the package that is asked for from this place, looking in the folder and in those around it. */
const foundFrom = (place: string, name: string, all: Readonly<Record<string, Locked>>): string | null => {
  for (let around = place; ; around = around.slice(0, around.lastIndexOf('/node_modules/'))) {
    const path = around === '' ? `node_modules/${name}` : `${around}/node_modules/${name}`
    if (all[path] !== undefined) return path
    if (around === '') return null
    if (!around.includes('/node_modules/')) around = `/node_modules/`
  }
}

/** The packages and all they need, as paths from the top; what is optional and not there is left out. */
const closureOf = async (names: readonly string[]): Promise<readonly string[]> => {
  const lock = await readFile(join(ROOT, 'node_modules/.package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Locked>> }
  const paths = new Set<string>()
  const add = (place: string, name: string): void => {
    const path = foundFrom(place, name, packages)
    if (path === null || paths.has(path)) return
    paths.add(path)
    const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {}
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      add(path, needed)
  }
  for (const name of names) {
    if (foundFrom('', name, packages) === null) throw new Error(`${name} is not installed here, so no host can have it`)
    add('', name)
  }
  return [...paths]
}

/** What lies within another package comes with it. */
const linkInto = async (folder: string, peers: readonly string[]): Promise<void> => {
  for (const path of await closureOf(peers)) {
    if (path.lastIndexOf('node_modules/') > 0) continue
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await symlink(join(ROOT, path), join(folder, path))
  }
}

const CONFIG = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    noEmit: true,
    types: [] as readonly string[],
  },
}

/**
 * An empty folder into which npm installed Soundhub as it would be published. `peers` are installed beside it, each with
 * what it needs, as links into our own node_modules: nothing here asks a network or a cache of npm's, and Soundhub finds no
 * package that is not named. Gone when the test is over.
 */
export const packedSoundhub = async ({ peers = [] }: { readonly peers?: readonly string[] } = {}): Promise<Host> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-host-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const write: Host['write'] = async (files) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  }
  await cp(inject('emptyHost'), folder, { recursive: true, verbatimSymlinks: true })
  await linkInto(folder, peers)
  return {
    folder,
    write,
    take: async (...paths) => {
      for (const path of paths) await copyFile(join(import.meta.dirname, path), join(folder, basename(path)))
    },
    run: (program, ...parameters) => runIn(folder, program, parameters),
    compile: async (...files) => {
      const types = peers.filter((name) => name.startsWith('@types/')).map((name) => name.slice('@types/'.length))
      const compilerOptions = { ...CONFIG.compilerOptions, types }
      await write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files }) })
      const { stdout } = await runIn(folder, join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'])
      return stdout
    },
  }
}
