/**
 * Runs in a worker thread: one run of `@ffmpeg/core`, which was made for a web worker of a browser. Its file system is
 * in memory, but for the files of the attempt: those are read and written in place through the host's own calls, so
 * that memory does not grow with the length of the sound.
 */
import { fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { webAssembly, type WasmInstance, type WasmModule } from './web-assembly.ts'

export type CoreOrder = {
  readonly core: { readonly script: string; readonly module: WasmModule }
  readonly directory: string
  readonly arguments: readonly string[]
  /** Names of files of the directory that the run may read. */
  readonly reads: readonly string[]
  /** Names of files of the directory that the run may make. */
  readonly writes: readonly string[]
}

export type CoreAnswer = {
  readonly code: number
  /** The end of what ffmpeg said. */
  readonly said: string
  /** What the host's disk refused, if it did. */
  readonly diskFault: string | null
}

/** The part of emscripten's file system that is used here, after its `library_fs.js`. */
type Node = { id: number; mode: number; node_ops: object; stream_ops: object }
type Stream = { position: number }
type Core = {
  exec(...commandArguments: string[]): number
  setLogger(logger: (line: { message: string }) => void): void
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void
    lookupPath(path: string): { node: Node }
    readonly ErrnoError: new (errno: number) => Error
  }
}
type InstantiateWasm = (imports: object, done: (instance: WasmInstance, module: WasmModule) => void) => object

/** WASI's numbers, which emscripten uses. */
const EINVAL = 28
const EIO = 29

const TAIL = 4096
const BLOCK = 4096

const NEVER = new Date(0)
/** What ffmpeg does not ask about a file, but emscripten does. */
const NO_OWNER = { dev: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: BLOCK, atime: NEVER, mtime: NEVER, ctime: NEVER }

const order = workerData as CoreOrder
let diskFault: string | null = null

const onDisk = <Value>(FS: Core['FS'], work: () => Value): Value => {
  try {
    return work()
  } catch (cause) {
    diskFault ??= String(cause)
    throw new FS.ErrnoError(EIO)
  }
}

/** Puts a file of the host behind the name in ffmpeg's root directory. */
const mount = (FS: Core['FS'], name: string, flags: 'r' | 'w+'): void => {
  const file = openSync(join(order.directory, name), flags)
  FS.writeFile(`/${name}`, new Uint8Array(0))
  const { node } = FS.lookupPath(`/${name}`)
  const size = (): number => onDisk(FS, () => fstatSync(file).size)
  node.node_ops = {
    ...node.node_ops,
    getattr: () => ({
      ...NO_OWNER,
      ino: node.id,
      mode: node.mode,
      size: size(),
      blocks: Math.ceil(size() / BLOCK),
    }),
    setattr: (_: Node, wanted: { size?: number }) => {
      if (wanted.size !== undefined && flags === 'w+') onDisk(FS, () => ftruncateSync(file, wanted.size))
    },
  }
  node.stream_ops = {
    ...node.stream_ops,
    read: (_: Stream, memory: Uint8Array, at: number, length: number, position: number) =>
      onDisk(FS, () => readSync(file, memory, at, length, position)),
    write: (_: Stream, memory: Uint8Array, at: number, length: number, position: number) =>
      onDisk(FS, () => writeSync(file, memory, at, length, position)),
    llseek: (stream: Stream, offset: number, whence: number) => {
      const position = offset + (whence === 1 ? stream.position : whence === 2 ? size() : 0)
      if (position < 0) throw new FS.ErrnoError(EINVAL)
      return position
    },
  }
}

const load = async (): Promise<Core> => {
  // What the script looks for to be sure that it is in a web worker; and no way out to the network.
  Object.assign(globalThis, { self: globalThis, location: { href: '' }, importScripts: () => undefined })
  for (const way of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, way)
  const create = createRequire(import.meta.url)(order.core.script) as (with_: object) => Promise<Core>
  const instantiateWasm: InstantiateWasm = (imports, done) => {
    const instance = new webAssembly.Instance(order.core.module, imports)
    done(instance, order.core.module)
    return instance.exports
  }
  return await create({ instantiateWasm })
}

const run = async (): Promise<CoreAnswer> => {
  const core = await load()
  let said = ''
  core.setLogger(({ message }) => {
    said = `${said}${message}\n`.slice(-TAIL)
  })
  for (const name of order.reads) mount(core.FS, name, 'r')
  for (const name of order.writes) mount(core.FS, name, 'w+')
  const code = core.exec(...order.arguments)
  // So the core says goodbye after every run, the good ones too.
  return { code, said: said.replace(/Aborted\(\)\n$/, ''), diskFault }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is no window that is told
parentPort?.postMessage(await run())
