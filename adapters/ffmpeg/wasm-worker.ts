/**
 * The worker thread of one run of `@ffmpeg/core`, which is made for a browser's web worker. Its file system is in
 * memory, except for the attempt's files: those are read and written on disk through Node's own calls, so that memory
 * use does not grow with the length of the audio.
 */
import { fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { webAssembly, type WasmInstance, type WasmModule } from './web-assembly.ts'

export type CoreRequest = {
  readonly core: { readonly script: string; readonly module: WasmModule }
  readonly directory: string
  readonly arguments: readonly string[]
  /** Names of files in the directory that the run may read. */
  readonly reads: readonly string[]
  /** Names of files in the directory that the run may create. */
  readonly writes: readonly string[]
}

export type CoreResult = {
  readonly code: number
  /** The end of ffmpeg's output. */
  readonly output: string
  /** The first error of the host's disk, if there was one. */
  readonly diskFault: string | null
}

/** The part of emscripten's file system (`library_fs.js`) that is used here. */
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

/** Error numbers of WASI, which emscripten uses. */
const EINVAL = 28
const EIO = 29

/** Holds what ffmpeg says of the streams, which stands in front of what went wrong. */
const OUTPUT_TAIL = 64 * 1024
const BLOCK = 4096

const NEVER = new Date(0)
/** File attributes that emscripten needs and ffmpeg never looks at. */
const NO_OWNER = { dev: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: BLOCK, atime: NEVER, mtime: NEVER, ctime: NEVER }

const request = workerData as CoreRequest
let diskFault: string | null = null

const onDisk = <Value>(FS: Core['FS'], work: () => Value): Value => {
  try {
    return work()
  } catch (cause) {
    diskFault ??= String(cause)
    throw new FS.ErrnoError(EIO)
  }
}

/** Makes a host file available under its name in ffmpeg's root directory. */
const mount = (FS: Core['FS'], name: string, flags: 'r' | 'w+'): void => {
  const file = openSync(join(request.directory, name), flags)
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
    setattr: (_: Node, attributes: { size?: number }) => {
      if (attributes.size !== undefined && flags === 'w+') onDisk(FS, () => ftruncateSync(file, attributes.size))
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
  // Fake the globals by which the script recognizes a web worker, and remove all access to the network.
  Object.assign(globalThis, { self: globalThis, location: { href: '' }, importScripts: () => undefined })
  for (const api of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, api)
  const create = createRequire(import.meta.url)(request.core.script) as (with_: object) => Promise<Core>
  const instantiateWasm: InstantiateWasm = (imports, done) => {
    const instance = new webAssembly.Instance(request.core.module, imports)
    done(instance, request.core.module)
    return instance.exports
  }
  return await create({ instantiateWasm })
}

const run = async (): Promise<CoreResult> => {
  const core = await load()
  let output = ''
  core.setLogger(({ message }) => {
    output = `${output}${message}\n`.slice(-OUTPUT_TAIL)
  })
  for (const name of request.reads) mount(core.FS, name, 'r')
  for (const name of request.writes) mount(core.FS, name, 'w+')
  const code = core.exec(...request.arguments)
  // The core prints this line after every run, successful ones too.
  return { code, output: output.replace(/Aborted\(\)\n$/, ''), diskFault }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the receiver is not a window
parentPort?.postMessage(await run())
