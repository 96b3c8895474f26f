import Foundation
import Superpose

/// The images that were described last, within a bound of memory.
struct DescriptionCache {
  private struct Entry {
    let image: DescribedImage
    var lastUse: Int
  }

  private let byteLimit: Int
  private var entries: [URL: Entry] = [:]
  private var byteCount = 0
  private var uses = 0

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  func contains(_ file: URL) -> Bool { entries[file] != nil }

  /// The description of a file, if it is still there.
  mutating func image(of file: URL) -> DescribedImage? {
    uses += 1
    entries[file]?.lastUse = uses
    return entries[file]?.image
  }

  /// Keeps a description; those that were not used for longest make room.
  mutating func keep(_ image: DescribedImage, of file: URL) {
    drop(file)
    uses += 1
    entries[file] = Entry(image: image, lastUse: uses)
    byteCount += image.byteCount
    while byteCount > byteLimit, entries.count > 1,
      let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      drop(oldest.key)
    }
  }

  private mutating func drop(_ file: URL) {
    byteCount -= entries.removeValue(forKey: file)?.image.byteCount ?? 0
  }
}
