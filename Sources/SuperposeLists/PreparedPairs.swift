import Dispatch
import Foundation
import Superpose
import SuperposeImaging
import SuperposeMatching
import Synchronization

/// What was computed of pairs before their turn, several at a time.
struct PreparedPairs {
  /// What decides SuperGlue's answer.
  private struct Key: Hashable {
    let images: [ListedImageKey]
    let matching: MatchingOptions

    init(_ task: PairTask) {
      images = task.keys
      matching = task.registrar.configuration.matching
    }
  }

  private var firstLooks: [Key: Matches] = [:]
  /// The pairs whose turn has not come yet, also those that could not be prepared.
  private var waiting: Set<Key> = []
  /// The time that describing an image took, which counts for the first pair that it is in.
  private var descriptions: [ListedImageKey: Timings] = [:]

  /// Whether a pair was among those that were prepared last, and its turn had not come yet.
  mutating func take(_ task: PairTask) -> Bool { waiting.remove(Key(task)) != nil }

  mutating func takeFirstLook(of task: PairTask) -> Matches? { firstLooks.removeValue(forKey: Key(task)) }

  mutating func takeTimings(of image: ListedImageKey) -> Timings? { descriptions.removeValue(forKey: image) }

  /// Prepares pairs of one configuration. Whatever cannot be done here is left to the pair's turn, which says why.
  mutating func prepare(
    _ tasks: [PairTask], cache: inout DescriptionCache<ListedImageKey>, reader: PairReading.Reader
  ) {
    (firstLooks, descriptions) = ([:], [:])
    waiting = Set(tasks.map(Key.init))
    guard let registrar = tasks.first?.registrar else { return }
    describe(tasks, registrar, &cache, reader)
    var known: [(PairTask, (DescribedImage, DescribedImage))] = []
    for task in tasks {
      if let moving = cache.image(of: task.keys[0]), let fixed = cache.image(of: task.keys[1]) {
        known.append((task, (moving, fixed)))
      }
    }
    guard let matches = try? registrar.firstLooks(known.map(\.1)) else { return }
    for ((task, _), matches) in zip(known, matches) { firstLooks[Key(task)] = matches }
  }

  private mutating func describe(
    _ tasks: [PairTask], _ registrar: Registrar, _ cache: inout DescriptionCache<ListedImageKey>,
    _ reader: PairReading.Reader
  ) {
    var missing: [(key: ListedImageKey, participation: Participation)] = []
    var seen: Set<ListedImageKey> = []
    for task in tasks {
      for (key, participation) in zip(task.keys, [task.guidance.moving, task.guidance.fixed])
      where !cache.contains(key) && seen.insert(key).inserted {
        missing.append((key, participation))
      }
    }
    let images = Self.read(missing.map(\.key.file), reader)
    let whole = zip(missing, images).compactMap { missing, image in
      image.map { (missing.key, (image: $0, participation: missing.participation)) }
    }
    guard let described = try? registrar.describe(whole.map(\.1)) else { return }
    for ((key, _), image) in zip(whole, described) {
      guard let image else { continue }
      descriptions[key] = image.timings
      cache.keep(image, of: key)
    }
  }

  /// Reads files at the same time; nil for those that cannot be read.
  private static func read(_ files: [URL], _ reader: PairReading.Reader) -> [Image?] {
    let images = Mutex([Image?](repeating: nil, count: files.count))
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      guard let image = try? reader(files[index]) else { return }
      images.withLock { $0[index] = image }
    }
    return images.withLock { $0 }
  }
}
