import Superpose

/// The images that were described last, within a bound of memory.
struct DescriptionCache {
  private struct Entry {
    let image: DescribedImage
    var lastUse: Int
  }

  private let byteLimit: Int
  private var entries: [String: Entry] = [:]
  private var byteCount = 0
  private var uses = 0

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  func contains(_ path: String) -> Bool { entries[path] != nil }

  /// The description of a file, if it is still there.
  mutating func image(at path: String) -> DescribedImage? {
    uses += 1
    entries[path]?.lastUse = uses
    return entries[path]?.image
  }

  /// Keeps a description; those that were not used for longest make room.
  mutating func keep(_ image: DescribedImage, of path: String) {
    drop(path)
    uses += 1
    entries[path] = Entry(image: image, lastUse: uses)
    byteCount += image.byteCount
    while byteCount > byteLimit, entries.count > 1,
      let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      drop(oldest.key)
    }
  }

  private mutating func drop(_ path: String) {
    byteCount -= entries.removeValue(forKey: path)?.image.byteCount ?? 0
  }
}
