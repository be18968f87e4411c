import { beginUpload, type BeginUploadDependencies } from './begin-upload.ts'
import { appendToUpload, dropUpload, type GoOnDependencies, readUpload, takeUpload } from './go-on-with-upload.ts'
import { discardUpload, receiveUpload, type ReceiveUploadDependencies } from './receive-upload.ts'

/** Files on their way in, at once (`receive`) or in parts. */
export const uploads = (deps: ReceiveUploadDependencies & BeginUploadDependencies & GoOnDependencies) => ({
  receive: receiveUpload(deps),
  discard: discardUpload(deps),
  begin: beginUpload(deps),
  read: readUpload(deps),
  append: appendToUpload(deps),
  take: takeUpload(deps),
  drop: dropUpload(deps),
})
