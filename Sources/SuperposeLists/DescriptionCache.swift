import Foundation
import Superpose

/// The images that were described last, within a bound of memory.
struct DescriptionCache {
  /// A file, and what of it takes part.
  struct Key: Hashable {
    let file: URL
    /// Nil where all of it does.
    let participation: String?

    init(_ file: URL, _ participation: Participation = .init()) {
      self.file = file
      self.participation = participation.identity
    }
  }

  private struct Entry {
    let image: DescribedImage
    var lastUse: Int
  }

  private let byteLimit: Int
  private var entries: [Key: Entry] = [:]
  private var byteCount = 0
  private var uses = 0

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  func contains(_ key: Key) -> Bool { entries[key] != nil }

  /// The description of a file, if it is still there.
  mutating func image(of key: Key) -> DescribedImage? {
    uses += 1
    entries[key]?.lastUse = uses
    return entries[key]?.image
  }

  /// Keeps a description; those that were not used for longest make room.
  mutating func keep(_ image: DescribedImage, of key: Key) {
    drop(key)
    uses += 1
    entries[key] = Entry(image: image, lastUse: uses)
    byteCount += image.byteCount
    while byteCount > byteLimit, entries.count > 1,
      let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      drop(oldest.key)
    }
  }

  private mutating func drop(_ key: Key) {
    byteCount -= entries.removeValue(forKey: key)?.image.byteCount ?? 0
  }
}
