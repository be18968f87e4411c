/** What an audio worklet finds around it (Web Audio API 1.1, §1.32). */
declare class AudioWorkletProcessor {
  readonly port: MessagePort
  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
/** The first frame of the quantum that is processed. */
declare const currentFrame: number
