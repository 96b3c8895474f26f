public import Foundation
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
  private var cache: DescriptionCache<ListedImageKey>
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
  ///   - guidance: what is known of the pair beforehand. Where a static overlay is to be ignored, both images are
  ///     described anew, since what takes part depends on the pair.
  /// - Throws: `ImageError` for a file that is no image, `GuidanceError` where the guidance does not fit the images, or
  ///   what the runtime says.
  public func report(
    on pair: ListedPair, next: ListedPair? = nil, guidance: RegistrationGuidance = .init()
  ) throws -> RegistrationReport {
    let files = begun(pair, guidance)
    var timings = Timings()
    let matches = try matches(between: pair, files, guidance, &timings) {
      readAhead = next.map { reading($0, guidance) }
    }
    var report = registrar.report(on: matches)
    report.moving.path = pair.moving.pathText
    report.fixed.path = pair.fixed.pathText
    report.seconds? += timings
    return report
  }

  /// Describes an image, which the pairs that it is a part of then find described as long as there is room for it.
  ///
  /// - Parameters:
  ///   - file: the image.
  ///   - next: the image that comes afterwards.
  /// - Throws: `ImageError` for a file that is no image, or what the runtime says.
  public func describe(_ file: URL, next: URL? = nil) throws -> DescribedImage {
    let files = begun(ListedPair(moving: file, fixed: file), .init())
    readAhead = next.map { reading(ListedPair(moving: $0, fixed: $0), .init()) }
    var timings = Timings()
    return try described(file, .init(), files, &timings)
  }

  /// - Parameter read: Called when both files are read, before they are matched.
  private func matches(
    between pair: ListedPair, _ files: PairReading, _ guidance: RegistrationGuidance, _ timings: inout Timings,
    read: () -> Void
  ) throws -> MatchResult {
    guard guidance.staticOverlay == .keep else {
      let images = try timings.measure(.read) { (try files.image(pair.moving), try files.image(pair.fixed)) }
      read()
      return try registrar.match(images.0, images.1, guidance: guidance)
    }
    let moving = try described(pair.moving, guidance.moving, files, &timings)
    let fixed = try described(pair.fixed, guidance.fixed, files, &timings)
    read()
    return try registrar.match(moving, fixed, start: guidance.start)
  }

  /// What was read ahead, if it was for this pair; what was read for another goes.
  private func begun(_ pair: ListedPair, _ guidance: RegistrationGuidance) -> PairReading {
    defer { readAhead = nil }
    if let readAhead, readAhead.pair == pair { return readAhead }
    readAhead = nil
    return reading(pair, guidance)
  }

  private func reading(_ pair: ListedPair, _ guidance: RegistrationGuidance) -> PairReading {
    let keys = [
      ListedImageKey(pair.moving, guidance.moving), ListedImageKey(pair.fixed, guidance.fixed),
    ]
    let needed = keys.filter { guidance.staticOverlay == .ignore || !cache.contains($0) }.map(\.file)
    return PairReading(pair, reader: reader) { needed.contains($0) }
  }

  private func described(
    _ file: URL, _ participation: Participation, _ files: PairReading, _ timings: inout Timings
  ) throws -> DescribedImage {
    let key = ListedImageKey(file, participation)
    if let known = cache.image(of: key) { return known }
    let image = try timings.measure(.read) { try files.image(file) }
    let described = try registrar.describe(image, participation: participation)
    timings += described.timings
    cache.keep(described, of: key)
    return described
  }
}
