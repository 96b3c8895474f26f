import Foundation
package import Logging
import Metrics
import Superpose
import SuperposeFiles

/// Does the registrations of the queue, one after the other.
package struct Worker: Sendable {
  private let queue: JobQueue
  private let networks: Networks
  private let results: ResultStore
  private let events: JobEvents
  private let limits: ServiceLimits
  private let logger: Logger

  package init(
    _ queue: JobQueue, _ networks: Networks, _ results: ResultStore, _ events: JobEvents, _ limits: ServiceLimits,
    logger: Logger
  ) {
    self.queue = queue
    self.networks = networks
    self.results = results
    self.events = events
    self.limits = limits
    self.logger = logger
  }

  /// Until the queue is closed; the registration under way then is finished.
  package func run() async throws {
    while let job = try await queue.next() { try await queue.finish(await ended(job)) }
  }

  /// The registration with how it ended. Whatever goes wrong is its own.
  private func ended(_ job: RegistrationJob) async -> RegistrationJob {
    var job = job
    let start = ContinuousClock.now
    do {
      try await register(&job, deadline: start + .seconds(limits.jobSeconds))
      job.state = .done
    } catch {
      let problem = Problem(error)
      if problem.code == .internalError { logger.error("registration failed", metadata: ["error": "\(error)"]) }
      job.state = .failed
      job.problem = (try? JSON.line(problem)).map { String(decoding: $0, as: UTF8.self) }
    }
    job.finished = Date().timeIntervalSince1970
    measure(job, since: start)
    return job
  }

  private func register(_ job: inout RegistrationJob, deadline: ContinuousClock.Instant) async throws {
    let id = job.id
    let progress: @Sendable (Stage) async throws -> Void = { stage in
      if await queue.isCancelled(id) { throw Problem(.cancelled, "the registration was deleted") }
      guard ContinuousClock.now < deadline else {
        throw Problem(
          .tookTooLong,
          "the registration took longer than \(Int(limits.jobSeconds)) seconds; choose a smaller 'resize'")
      }
      await events.tell(id, .init(.running, stage))
    }
    try await progress(.starting)
    let configuration = try JSONDecoder().decode(RegistrationConfiguration.self, from: Data(job.configuration.utf8))
    let report = try await networks.register(job, configuration, progress: progress)
    try await progress(.writing)
    job.byteCount = try await results.keep(report, of: job)
    (job.verdict, job.inlierCount) = (report.verdict, report.statistics.inlierCount)
    job.matchCount = report.statistics.matchCount
  }

  private func measure(_ job: RegistrationJob, since start: ContinuousClock.Instant) {
    let outcome = job.state == .done ? job.verdict?.rawValue ?? "" : "error"
    Counter(label: "superpose_registrations_total", dimensions: [("outcome", outcome)]).increment()
    let seconds = start.duration(to: .now) / .seconds(1)
    Metrics.Timer(label: "superpose_registration_seconds", dimensions: []).recordSeconds(seconds)
  }
}
