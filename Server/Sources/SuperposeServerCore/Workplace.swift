public import Logging
public import Superpose

/// Everything that the service works with, put together once.
public struct Workplace: Sendable {
  package let settings: ServiceSettings
  package let folder: DataFolder
  package let ledger: Ledger
  package let images: ImageStore
  package let events: JobEvents
  package let queue: JobQueue
  package let networks: Networks
  package let pictures: Pictures
  package let results: ResultStore
  package let worker: Worker
  package let retention: Retention
  package let readiness = Readiness()

  /// - Throws: ``ServiceError`` or `FileError` where the folder cannot be used, or what SQLite says.
  public init(_ settings: ServiceSettings, library: WeightsLibrary, logger: Logger) throws {
    self.settings = settings
    folder = try DataFolder(settings.dataFolder)
    ledger = try Ledger(path: folder.database)
    images = ImageStore(folder, ledger, settings.limits)
    events = JobEvents(mostListeners: settings.limits.listeners)
    queue = JobQueue(ledger, folder, events, settings.limits)
    networks = Networks(settings, pool: NetworkPool(settings, library: library), folder: folder)
    pictures = Pictures(folder, ledger, settings.limits)
    results = ResultStore(folder)
    worker = Worker(queue, networks, results, events, settings.limits, logger: logger)
    retention = Retention(ledger, folder, settings)
  }

  /// Does registrations until the service is stopped.
  package func work() async throws {
    try await queue.recover()
    try await networks.load()
    await readiness.set(true)
    try await worker.run()
  }

  /// No new registrations and no streams; the registration under way is finished.
  public func stop() async {
    await readiness.set(false)
    await queue.close()
    await events.stop()
  }
}

/// Whether requests can be answered without waiting for networks to load.
package actor Readiness {
  package private(set) var isReady = false

  func set(_ isReady: Bool) { self.isReady = isReady }
}
