import Foundation
import Superpose
import SuperposeServerCore

/// A registration as answers have it.
struct RegistrationView: Encodable, Sendable {
  let id: String
  let state: RegistrationJob.State
  let stage: Stage
  /// 0…1
  let progress: Double
  /// How many wait before it; only while it waits.
  let position: Int?
  let created: String
  let started: String?
  let finished: String?
  let moving: ImageView
  let fixed: ImageView
  let configuration: RegistrationConfiguration
  let verdict: Verdict?
  let inlierCount: Int?
  let matchCount: Int?
  /// Why it failed.
  let problem: Problem?
  /// What `registration.json` holds.
  let result: RegistrationReport?

  init(
    _ job: RegistrationJob, images: (moving: StoredImage, fixed: StoredImage), stage: Stage, position: Int?,
    result: RegistrationReport?
  ) throws {
    id = job.id
    state = job.state
    self.stage = stage
    progress = stage.progress
    self.position = position
    created = Self.time(job.created)
    started = job.started.map(Self.time)
    finished = job.finished.map(Self.time)
    moving = ImageView(images.moving, name: job.movingName)
    fixed = ImageView(images.fixed, name: job.fixedName)
    configuration = try JSONDecoder().decode(RegistrationConfiguration.self, from: Data(job.configuration.utf8))
    (verdict, inlierCount, matchCount) = (job.verdict, job.inlierCount, job.matchCount)
    problem = try job.problem.map { try JSONDecoder().decode(Problem.self, from: Data($0.utf8)) }
    self.result = result
  }

  private static func time(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds).formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
      + "Z"
  }
}

/// Some registrations, the newest first.
struct RegistrationList: Encodable, Sendable {
  let registrations: [RegistrationView]
  /// Where the next ones begin; none where there are no more.
  let next: Int64?
}
