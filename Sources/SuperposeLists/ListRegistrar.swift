import Foundation
public import Superpose
import SuperposeFiles
import SuperposeImaging
import SuperposeMatching

/// Registers many pairs of image files. An image that occurs in several pairs is read and described once, as long as
/// there is room for its description; the next pair's files are read while the networks run.
///
/// Not for use from several threads at a time.
public final class ListRegistrar {
  /// What registers each pair.
  public let registrar: Registrar
  private var cache: DescriptionCache
  private let reader: PairReading.Reader
  /// What was begun for the pair that should come next.
  private var readAhead: PairReading?

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
  }

  /// What `register(moving:onto:)` of `Registrar` reports. The seconds are those that this pair took: an image that was
  /// described before adds none.
  ///
  /// - Parameters:
  ///   - pair: the pair to register.
  ///   - next: the pair that comes afterwards.
  /// - Throws: `ImageError` for a file that is no image, or what the runtime says.
  public func report(on pair: ListedPair, next: ListedPair? = nil) throws -> RegistrationReport {
    let files = begun(pair)
    var timings = Timings()
    let moving = try described(pair.moving, files, &timings)
    let fixed = try described(pair.fixed, files, &timings)
    readAhead = next.map(reading)
    var report = registrar.report(on: try registrar.match(moving, fixed))
    report.moving.path = pair.moving.pathText
    report.fixed.path = pair.fixed.pathText
    report.seconds? += timings
    return report
  }

  /// What was read ahead, if it was for this pair; what was read for another goes.
  private func begun(_ pair: ListedPair) -> PairReading {
    defer { readAhead = nil }
    if let readAhead, readAhead.pair == pair { return readAhead }
    readAhead = nil
    return reading(pair)
  }

  private func reading(_ pair: ListedPair) -> PairReading {
    PairReading(pair, reader: reader) { !cache.contains($0) }
  }

  private func described(_ file: URL, _ files: PairReading, _ timings: inout Timings) throws -> DescribedImage {
    if let known = cache.image(of: file) { return known }
    let described = try registrar.describe(try timings.measure(.read) { try files.image(file) })
    timings += described.timings
    cache.keep(described, of: file)
    return described
  }
}
