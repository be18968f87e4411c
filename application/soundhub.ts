import { activateByForm, activateByLink, showActivation } from './account/activate.ts'
import { authenticate } from './account/authenticate.ts'
import { logIn } from './account/log-in.ts'
import { logOut } from './account/log-out.ts'
import { changePictures } from './account/change-pictures.ts'
import { checkPassword } from './account/check-password.ts'
import {
  askForNewPassword,
  confirmPasswordByForm,
  confirmPasswordByLink,
  showPasswordChange,
} from './account/change-password.ts'
import { createStaff } from './account/create-staff.ts'
import { deleteAccount } from './account/delete-account.ts'
import { reportNotMe, showNotMeReport } from './account/report-not-me.ts'
import { editProfile } from './account/edit-profile.ts'
import { askForReset, resetPassword, showReset } from './account/forgotten-password.ts'
import { listUsers } from './account/list-users.ts'
import { logInWithFacebook, logInWithGoogle } from './account/log-in-with-provider.ts'
import type { CredentialReader } from './account/credentials.ts'
import type {
  CommonPasswords,
  FacebookTokens,
  GoogleTokens,
  Mailer,
  PasswordHasher,
  RateLimiter,
  SessionReader,
} from './account/ports.ts'
import { endSession, listSessions } from './account/sessions.ts'
import { readmitUser, suspendUser } from './account/suspend-user.ts'
import { readUser, readUserDetail } from './account/read-user.ts'
import { signUp } from './account/sign-up.ts'
import type { UserQueries } from './account/user-view.ts'
import { createComment } from './comment/create-comment.ts'
import { deleteComment } from './comment/delete-comment.ts'
import { editComment } from './comment/edit-comment.ts'
import type { CommentQueries } from './comment/ports.ts'
import { listComments, readComment } from './comment/read-comments.ts'
import type { HomeQueries } from './home/ports.ts'
import { readHome, readHomeOfGenre, readHomeOfInstrument } from './home/read-home.ts'
import { beginIdempotentRequest } from './idempotency/begin-idempotent-request.ts'
import { storeResponse, releaseIdempotentRequest } from './idempotency/end-idempotent-request.ts'
import { deleteMessage } from './message/delete-message.ts'
import type { MessageQueries } from './message/ports.ts'
import { listMessages, viewMessage, openMessage } from './message/read-messages.ts'
import { sendMessage } from './message/send-message.ts'
import { followUser, toggleFollow, unfollowUser } from './follow/follow-user.ts'
import type { ImageResizer } from './image/image-resizer.ts'
import { requeueWaitingMixes } from './mix/requeue-waiting-mixes.ts'
import { requestMix } from './mix/request-mix.ts'
import { performJob } from './perform-job.ts'
import { createPost } from './post/create-post.ts'
import { deletePost } from './post/delete-post.ts'
import { editPost } from './post/edit-post.ts'
import { likePost, toggleLike, unlikePost } from './post/like-post.ts'
import type { PostQueries } from './post/ports.ts'
import { listPosts, readPost } from './post/read-posts.ts'
import type { SearchQueries } from './search/ports.ts'
import { search } from './search/search.ts'
import type { UnitOfWork } from './shared/unit-of-work.ts'
import type { Chance, Clock, Digest, Scheduler } from './shared/system.ts'
import type { AudioDecoder, AudioEncoder, AudioSniffer } from './track/audio.ts'
import type { BlobStore, MediaIndex, Staging } from './track/files.ts'
import { readMedia } from './track/read-media.ts'
import { queueSweep } from './track/sweep-orphans.ts'

/** Everything the core asks of its host. */
export type Ports = {
  readonly unitOfWork: UnitOfWork
  readonly sessionReader: SessionReader
  readonly credentials: CredentialReader
  readonly userQueries: UserQueries
  readonly postQueries: PostQueries
  readonly commentQueries: CommentQueries
  readonly homeQueries: HomeQueries
  readonly messageQueries: MessageQueries
  readonly searchQueries: SearchQueries
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly google: GoogleTokens
  readonly facebook: FacebookTokens
  readonly rateLimiter: RateLimiter
  readonly mailer: Mailer
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
  readonly imageResizer: ImageResizer
  readonly staging: Staging
  readonly blobs: BlobStore
  readonly mediaIndex: MediaIndex
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  readonly scheduler: Scheduler
}

/** What a host may set; the defaults stand beside the rules they belong to. */
export type Options = {
  /** Chance, 0 … 1, that issuing a key queues a purge. */
  readonly stalePurgeChance: number
  /** How long a worker is believed without a sign of life, in milliseconds. */
  readonly mixLease: number
  readonly maximumTrackMinutes: number
}

/** Soundhub itself: every use case on these ports. A host calls it, a worker gives it jobs to perform. */
export const soundhub = (deps: Ports & Options) => ({
  signUp: signUp(deps),
  showActivation: showActivation(deps),
  activateByLink: activateByLink(deps),
  activateByForm: activateByForm(deps),
  logIn: logIn(deps),
  logOut: logOut(deps),
  authenticate: authenticate(deps),
  logInWithGoogle: logInWithGoogle(deps),
  logInWithFacebook: logInWithFacebook(deps),
  checkPassword: checkPassword(deps),
  askForNewPassword: askForNewPassword(deps),
  showPasswordChange: showPasswordChange(deps),
  confirmPasswordByLink: confirmPasswordByLink(deps),
  confirmPasswordByForm: confirmPasswordByForm(deps),
  askForReset: askForReset(deps),
  showReset: showReset(deps),
  resetPassword: resetPassword(deps),
  showNotMeReport: showNotMeReport(deps),
  reportNotMe: reportNotMe(deps),
  listSessions: listSessions(deps),
  endSession: endSession(deps),
  readUser: readUser(deps),
  readUserDetail: readUserDetail(deps),
  listUsers: listUsers(deps),
  editProfile: editProfile(deps),
  changePictures: changePictures(deps),
  deleteAccount: deleteAccount(deps),
  followUser: followUser(deps),
  unfollowUser: unfollowUser(deps),
  toggleFollow: toggleFollow(deps),
  createStaff: createStaff(deps),
  suspendUser: suspendUser(deps),
  readmitUser: readmitUser(deps),
  createPost: createPost(deps),
  editPost: editPost(deps),
  deletePost: deletePost(deps),
  readPost: readPost(deps),
  listPosts: listPosts(deps),
  likePost: likePost(deps),
  unlikePost: unlikePost(deps),
  toggleLike: toggleLike(deps),
  createComment: createComment(deps),
  editComment: editComment(deps),
  deleteComment: deleteComment(deps),
  readComment: readComment(deps),
  listComments: listComments(deps),
  requestMix: requestMix(deps),
  readHome: readHome(deps),
  readHomeOfGenre: readHomeOfGenre(deps),
  readHomeOfInstrument: readHomeOfInstrument(deps),
  beginIdempotentRequest: beginIdempotentRequest(deps),
  storeResponse: storeResponse(deps),
  releaseIdempotentRequest: releaseIdempotentRequest(deps),
  sendMessage: sendMessage(deps),
  listMessages: listMessages(deps),
  viewMessage: viewMessage(deps),
  openMessage: openMessage(deps),
  deleteMessage: deleteMessage(deps),
  search: search(deps),
  readMedia: readMedia(deps),
  performJob: performJob(deps),
  requeueWaitingMixes: requeueWaitingMixes(deps),
  queueSweep: queueSweep(deps),
})

/** Every use case, ready to be called. */
export type Soundhub = ReturnType<typeof soundhub>
