import Foundation
package import Superpose
import SuperposeFiles
package import SuperposeImaging
import SuperposeMatching

/// SuperPoint and SuperGlue for images that are kept. One piece of work runs at a time, since each takes all cores.
package struct Networks: Sendable {
  private let pool: NetworkPool
  private let folder: DataFolder
  private let descriptions: Descriptions
  private let queue = BlockingQueue("superpose.networks")
  /// Requests that are answered at once, beside registrations.
  private let requests: BlockingQueue

  package init(_ settings: ServiceSettings, pool: NetworkPool, folder: DataFolder) {
    self.pool = pool
    self.folder = folder
    descriptions = Descriptions(byteLimit: settings.descriptionBytes)
    requests = BlockingQueue("superpose.requests", mostWaiting: settings.limits.waitingRequests)
  }

  /// Loads both networks as most requests want them.
  package func load() async throws { _ = try await registrar(.init()) }

  package func registrar(_ configuration: RegistrationConfiguration) async throws -> Registrar {
    try await queue.run { [pool] in try pool.registrar(configuration) }
  }

  package func licence(_ weights: WeightsDescription) -> String? { pool.licence(weights) }

  package func detections(
    _ image: StoredImage, _ configuration: RegistrationConfiguration
  ) async throws -> DetectionReport {
    try await atOnce {
      let registrar = try pool.registrar(configuration)
      let (described, _) = try described(image, name: image.name, registrar)
      return DetectionReport(
        images: [.init(described.originalFeatures, file: URL(filePath: image.name))], registrar: registrar)
    }
  }

  package func matches(
    _ moving: StoredImage, _ fixed: StoredImage, _ configuration: RegistrationConfiguration
  ) async throws -> MatchReport {
    try await atOnce {
      let registrar = try pool.registrar(configuration)
      let first = try described(moving, name: moving.name, registrar)
      let second = try described(fixed, name: fixed.name, registrar)
      var report = MatchReport(
        try registrar.match(first.image, second.image), files: (URL(filePath: moving.name), URL(filePath: fixed.name)),
        registrar: registrar)
      report.seconds? += first.timings + second.timings
      return report
    }
  }

  /// - Parameter progress: told of each stage before it begins; what it throws ends the work.
  package func register(
    _ job: RegistrationJob, _ configuration: RegistrationConfiguration,
    progress: @Sendable (Stage) async throws -> Void
  ) async throws -> RegistrationReport {
    let registrar = try await registrar(configuration)
    try await progress(.describingMoving)
    let moving = try await queue.run { try described(job.moving, name: job.movingName, registrar) }
    try await progress(.describingFixed)
    let fixed = try await queue.run { try described(job.fixed, name: job.fixedName, registrar) }
    try await progress(.matching)
    let matches = try await queue.run { try registrar.match(moving.image, fixed.image) }
    try await progress(.estimating)
    var report = try await queue.run { registrar.report(on: matches) }
    report.moving.path = job.movingName
    report.fixed.path = job.fixedName
    report.seconds? += moving.timings + fixed.timings
    return report
  }

  private func atOnce<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    // The outer queue bounds how many wait; the inner one has the networks.
    let queue = queue
    return try await requests.runAsync { try await queue.run(work) }
  }

  private func described(
    _ image: StoredImage, name: String, _ registrar: Registrar
  ) throws -> (image: DescribedImage, timings: Timings) {
    try described(image.id, name: name, registrar)
  }

  /// The description and the time that it took; none where the image was described before.
  private func described(
    _ id: String, name: String, _ registrar: Registrar
  ) throws -> (image: DescribedImage, timings: Timings) {
    let key = Descriptions.Key(id, registrar.configuration)
    if let known = descriptions.image(key) { return (known, Timings()) }
    var timings = Timings()
    let image = try timings.measure(.read) { try folder.readImage(id, name: name) }
    let described = try registrar.describe(image)
    descriptions.keep(described, key)
    return (described, timings + described.timings)
  }
}

extension DataFolder {
  /// - Throws: ``Problem``, which calls the file what the user calls it.
  package func readImage(_ id: String, name: String) throws -> Image {
    do { return try Image(contentsOf: URL(filePath: image(id))) } catch {
      throw Problem(error, names: [image(id): name])
    }
  }
}
