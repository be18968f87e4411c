/**
 * What these adapters take from where they run, beside ECMAScript: no more than Node, browsers, Bun, Deno and workerd all
 * have. Nothing else compiles here; the other rings see the types of Node in its place.
 */

interface ByteReader {
  read(): Promise<
    | { readonly done: false; readonly value: Uint8Array<ArrayBuffer> }
    | { readonly done: true; readonly value?: Uint8Array<ArrayBuffer> | undefined }
  >
  cancel(): Promise<void>
}

interface ByteWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  close(): Promise<void>
}

interface ByteTransform {
  readonly readable: { getReader(): ByteReader }
  readonly writable: { getWriter(): ByteWriter }
}

declare const CompressionStream: { new (format: 'deflate'): ByteTransform }
declare const DecompressionStream: { new (format: 'deflate'): ByteTransform }

declare const TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } }

declare const crypto: {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
  readonly subtle: { digest(algorithm: 'SHA-256', bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> }
}

declare function structuredClone<Value>(value: Value): Value

/** A number in browsers, an object in Node. */
declare type TimerHandle = { readonly timer: unique symbol }
declare function setTimeout(call: () => void, pause: number): TimerHandle
declare function clearTimeout(timer: TimerHandle | undefined): void

/** Absent where workerd runs by rules from before August 2025. */
declare const MessageChannel: {
  new (): {
    readonly port1: { addEventListener(type: 'message', listener: () => void): void; start(): void; close(): void }
    readonly port2: { postMessage(message: null): void }
  }
}
