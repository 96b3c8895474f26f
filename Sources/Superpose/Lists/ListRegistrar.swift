import SuperposeImaging
import SuperposeMatching

/// Registers many pairs of image files. An image that occurs in several pairs is read and described once, as long as
/// there is room for its description; the next pair's files are read while the networks run.
///
/// Not for use from several threads at a time.
public final class ListRegistrar {
  public let registrar: Registrar
  private var cache: DescriptionCache
  private let prefetch = ImagePrefetch()

  /// - Parameters:
  ///   - registrar: what registers each pair.
  ///   - cacheBytes: how much memory descriptions may take; one of 1024 keypoints and a picture of a megapixel takes
  ///     five megabytes.
  public init(_ registrar: Registrar, cacheBytes: Int = 1 << 30) {
    self.registrar = registrar
    cache = DescriptionCache(byteLimit: cacheBytes)
  }

  /// What `register(moving:onto:)` of ``Registrar`` reports. The seconds are those that this pair took: an image that was
  /// described before adds none.
  ///
  /// - Parameters:
  ///   - pair: the pair to register.
  ///   - next: the pair that comes afterwards.
  /// - Throws: `ImageError` for a file that is no image, or what the runtime says.
  public func report(on pair: ListedPair, next: ListedPair? = nil) throws -> RegistrationReport {
    for path in [pair.moving, pair.fixed] where !cache.contains(path) { prefetch.begin(path) }
    var timings = Timings()
    let moving = try described(pair.moving, &timings)
    let fixed = try described(pair.fixed, &timings)
    for path in [next?.moving, next?.fixed] {
      if let path, !cache.contains(path) { prefetch.begin(path) }
    }
    var report = registrar.report(on: try registrar.match(moving, fixed))
    report.moving.path = pair.moving
    report.fixed.path = pair.fixed
    report.seconds? += timings
    return report
  }

  private func described(_ path: String, _ timings: inout Timings) throws -> DescribedImage {
    if let known = cache.image(at: path) { return known }
    let described = try registrar.describe(try timings.measure(.read) { try prefetch.image(path) })
    timings += described.timings
    cache.keep(described, of: path)
    return described
  }
}
