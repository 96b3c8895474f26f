public import Foundation
import SuperposeFiles
import SuperposeImaging

/// The images of a folder, and which of them make pairs.
public struct FolderPairs {
  /// Which images are paired.
  public enum Pattern: Hashable, Sendable {
    /// Each with each.
    case exhaustive
    /// Each with so many that follow it in the order of their names.
    case sequential(Int)
    /// Each with so many that were taken nearest to it, by their EXIF.
    case nearest(Int)
  }

  /// The images, in the order of their names: numbers count as numbers, so that 10 follows 9.
  public let images: [URL]
  /// Images that do not say where they were taken; found by ``pairs(_:)``.
  public private(set) var unlocated: [URL] = []

  /// Looks for files whose names end as those of images do, also in folders below.
  ///
  /// - Throws: ``PairListError`` where that is no folder, or has fewer than two images.
  public init(_ folder: URL) throws(PairListError) {
    let path = folder.pathText
    guard (try? FileSystem.entry(at: path)) == .folder, let names = FileManager.default.enumerator(atPath: path) else {
      throw PairListError(.notFound, "cannot read the folder '\(path)': there is no such folder; check the path")
    }
    let found = names.compactMap { $0 as? String }.filter { name in
      FileFormat(pathExtensionOf: URL(path: name)) != nil && !name.lastPathPart.hasPrefix(".")
    }
    guard found.count >= 2 else {
      throw PairListError(
        .malformed,
        "cannot make pairs of the folder '\(path)': expected two images or more, found \(found.count); "
          + "names of images end with .jpg, .png, .tif, .webp or .bmp")
    }
    let prefix = path.hasSuffix("/") ? path : path + "/"
    images = found.sorted(by: Self.isBefore).map { URL(path: prefix + $0) }
  }

  private static func isBefore(_ one: String, _ other: String) -> Bool {
    switch one.compare(other, options: .numeric) {
    case .orderedAscending: true
    case .orderedDescending: false
    case .orderedSame: one < other
    }
  }

  /// Returns the pairs as places in ``images``, each pair once: the later image onto the earlier one, in the order of
  /// the latter.
  ///
  /// - Throws: ``PairListError`` where pairs by place are asked for and fewer than two images say it.
  public mutating func pairs(_ pattern: Pattern) throws(PairListError) -> [(moving: Int, fixed: Int)] {
    let count = images.count
    switch pattern {
    case .exhaustive: return images.indices.flatMap { fixed in (fixed + 1..<count).map { ($0, fixed) } }
    case .sequential(let reach):
      return images.indices.flatMap { fixed in (fixed + 1..<min(count, fixed + 1 + reach)).map { ($0, fixed) } }
    case .nearest(let neighbours): return try nearest(neighbours)
    }
  }

  private mutating func nearest(_ neighbours: Int) throws(PairListError) -> [(moving: Int, fixed: Int)] {
    let places = images.map { GeoLocation(contentsOf: $0) }
    unlocated = images.indices.filter { places[$0] == nil }.map { images[$0] }
    let located = places.enumerated().compactMap { index, place in place.map { (index, $0) } }
    guard located.count >= 2 else {
      throw PairListError(
        .malformed,
        "cannot make pairs by place: \(located.count) of \(images.count) images say in their EXIF where "
          + "they were taken; use --exhaustive or --sequential N")
    }
    var chosen: Set<[Int]> = []
    for (index, place) in located {
      let others = located.filter { $0.0 != index }.map { (place.distance(to: $0.1), $0.0) }
      for (_, other) in others.sorted(by: <).prefix(neighbours) {
        chosen.insert([min(index, other), max(index, other)])
      }
    }
    return chosen.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map { ($0[1], $0[0]) }
  }
}
