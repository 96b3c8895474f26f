public import Foundation
public import Superpose
import SuperposeFiles
import SuperposeImaging
import SuperposeMatching

/// Registers many pairs of image files. An image that occurs in several pairs is read and described once, as long as
/// there is room for its description; the next pair's files are read while the networks run. On a device that gains by
/// it, several images are described and several pairs matched at a time.
///
/// Not for use from several threads at a time.
public final class ListRegistrar {
  /// What registers each pair.
  public let registrar: Registrar
  private var cache: DescriptionCache<ListedImageKey>
  private let reader: PairReading.Reader
  /// What was begun for the pair that should come next.
  private var readAhead: PairReading?
  private var prepared = PreparedPairs()
  /// How often pairs were prepared together.
  private(set) var preparations = 0
  /// How many pairs are done at a time.
  public let pairsAtATime: Int

  /// - Parameters:
  ///   - registrar: what registers each pair.
  ///   - cacheBytes: how much memory descriptions may take; one of 1024 keypoints and a picture of a megapixel takes
  ///     five megabytes.
  public convenience init(_ registrar: Registrar, cacheBytes: Int = 1 << 30) {
    self.init(registrar, cacheBytes: cacheBytes) { try Image(contentsOf: $0) }
  }

  init(_ registrar: Registrar, cacheBytes: Int, reader: @escaping PairReading.Reader) {
    self.registrar = registrar
    cache = DescriptionCache(byteLimit: cacheBytes)
    self.reader = reader
    pairsAtATime = registrar.pairsAtATime
  }

  /// What `register(moving:onto:)` of `Registrar` reports. The seconds are those that this pair took: an image that was
  /// described before adds none.
  ///
  /// - Parameters:
  ///   - pair: the pair to register.
  ///   - following: the pairs that come afterwards, as many of them as are known.
  ///   - guidance: what is known of the pair beforehand. Where a static overlay is to be ignored, both images are
  ///     described anew, since what takes part depends on the pair.
  /// - Throws: `ImageError` for a file that is no image, `GuidanceError` where the guidance does not fit the images, or
  ///   what the runtime says.
  public func report(
    on pair: ListedPair, following: [ListedPair] = [], guidance: RegistrationGuidance = .init()
  ) throws -> RegistrationReport {
    let task = PairTask(pair, registrar, guidance)
    let tasks = following.prefix(pairsAtATime).map { PairTask($0, registrar, guidance) }
    return try result(of: task, following: tasks).report
  }

  /// The same with the matches, for pairs of which each has settings of its own.
  func result(
    of task: PairTask, following: [PairTask]
  ) throws -> (matches: MatchResult, report: RegistrationReport) {
    prepare(task, following)
    let files = begun(task)
    var timings = Timings()
    let matches = try matches(of: task, files, &timings) { readAhead = following.first.map(reading) }
    var report = task.registrar.report(on: matches)
    report.moving.path = task.pair.moving.pathText
    report.fixed.path = task.pair.fixed.pathText
    report.seconds? += timings
    return (matches, report)
  }

  /// Prepares a pair that is not prepared yet, together with those after it that have the same settings. A pair whose
  /// images depend on each other is not among them.
  private func prepare(_ task: PairTask, _ following: [PairTask]) {
    guard pairsAtATime > 1, !prepared.take(task) else { return }
    let configuration = task.registrar.configuration
    let tasks = ([task] + following).prefix(pairsAtATime).filter {
      $0.guidance.staticOverlay == .keep && $0.registrar.configuration == configuration
    }
    preparations += 1
    prepared.prepare(tasks, cache: &cache, reader: reader)
    _ = prepared.take(task)
  }

  /// How many images of a pair would have to be described now.
  func undescribedCount(of task: PairTask) -> Int { task.keys.count { !cache.contains($0) } }

  /// Describes an image, which the pairs that it is a part of then find described as long as there is room for it.
  ///
  /// - Parameters:
  ///   - file: the image.
  ///   - next: the image that comes afterwards.
  /// - Throws: `ImageError` for a file that is no image, or what the runtime says.
  public func describe(_ file: URL, next: URL? = nil) throws -> DescribedImage {
    let task = PairTask(ListedPair(moving: file, fixed: file), registrar, .init())
    let files = begun(task)
    readAhead = next.map { reading(PairTask(ListedPair(moving: $0, fixed: $0), registrar, .init())) }
    var timings = Timings()
    return try described(task.keys[0], .init(), registrar, files, &timings)
  }

  /// - Parameter read: Called when both files are read, before they are matched.
  private func matches(
    of task: PairTask, _ files: PairReading, _ timings: inout Timings, read: () -> Void
  ) throws -> MatchResult {
    let (pair, guidance, registrar) = (task.pair, task.guidance, task.registrar)
    guard guidance.staticOverlay == .keep else {
      let images = try timings.measure(.read) { (try files.image(pair.moving), try files.image(pair.fixed)) }
      read()
      return try registrar.match(images.0, images.1, guidance: guidance)
    }
    let keys = task.keys
    let moving = try described(keys[0], guidance.moving, registrar, files, &timings)
    let fixed = try described(keys[1], guidance.fixed, registrar, files, &timings)
    read()
    let firstLook = prepared.takeFirstLook(of: task)
    return try registrar.match(moving, fixed, start: guidance.start, firstLook: firstLook)
  }

  /// What was read ahead, if it was for this pair; what was read for another goes.
  private func begun(_ task: PairTask) -> PairReading {
    defer { readAhead = nil }
    if let readAhead, readAhead.pair == task.pair { return readAhead }
    readAhead = nil
    return reading(task)
  }

  private func reading(_ task: PairTask) -> PairReading {
    let isFresh = task.guidance.staticOverlay == .ignore
    let needed = task.keys.filter { isFresh || !cache.contains($0) }.map(\.file)
    return PairReading(task.pair, reader: reader) { needed.contains($0) }
  }

  private func described(
    _ key: ListedImageKey, _ participation: Participation, _ registrar: Registrar, _ files: PairReading,
    _ timings: inout Timings
  ) throws -> DescribedImage {
    if let known = cache.image(of: key) {
      if let spent = prepared.takeTimings(of: key) { timings += spent }
      return known
    }
    let image = try timings.measure(.read) { try files.image(key.file) }
    let described = try registrar.describe(image, participation: participation)
    timings += described.timings
    cache.keep(described, of: key)
    return described
  }
}
