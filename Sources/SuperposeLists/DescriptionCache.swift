public import Superpose

/// The images that were described last, within a bound of memory; those that were not used for longest make room.
public struct DescriptionCache<Key: Hashable & Sendable>: Sendable {
  private struct Entry {
    let image: DescribedImage
    var lastUse: Int
  }

  private let byteLimit: Int
  private var entries: [Key: Entry] = [:]
  private var byteCount = 0
  private var uses = 0

  /// - Parameter byteLimit: The memory that all descriptions together may take, in bytes. The latest is kept however
  ///   large it is.
  public init(byteLimit: Int) { self.byteLimit = byteLimit }

  func contains(_ key: Key) -> Bool { entries[key] != nil }

  /// Returns the description of an image, if it is still there.
  public mutating func image(of key: Key) -> DescribedImage? {
    uses += 1
    entries[key]?.lastUse = uses
    return entries[key]?.image
  }

  /// Keeps a description.
  public mutating func keep(_ image: DescribedImage, of key: Key) {
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
