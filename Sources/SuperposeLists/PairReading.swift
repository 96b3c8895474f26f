import Dispatch
import Foundation
import Superpose
import SuperposeImaging

/// The image files of one pair, read while something else is done. What was not asked for goes with this object, so
/// that a list of any length holds no more than what it read ahead for one pair.
final class PairReading {
  typealias Reader = @Sendable (URL) throws -> Image

  private final class Reading: @unchecked Sendable {
    // Sendable: written before the group is left, read after it was waited for.
    let group = DispatchGroup()
    var image: Result<Image, any Error>?
  }

  let pair: ListedPair
  private let reader: Reader
  private var readings: [URL: Reading] = [:]

  /// Begins to read those files of a pair that are needed.
  init(_ pair: ListedPair, reader: @escaping Reader, where isNeeded: (URL) -> Bool) {
    self.pair = pair
    self.reader = reader
    for file in Set([pair.moving, pair.fixed]) where isNeeded(file) {
      let reading = Reading()
      readings[file] = reading
      DispatchQueue.global().async(group: reading.group) { reading.image = Result { try reader(file) } }
    }
  }

  /// No more than one pair's files are in work at a time, also where pair after pair has an error.
  deinit { for reading in readings.values { reading.group.wait() } }

  /// The image, once it is read; it is handed over and not kept.
  func image(_ file: URL) throws -> Image {
    guard let reading = readings.removeValue(forKey: file) else { return try reader(file) }
    reading.group.wait()
    guard let image = reading.image else { preconditionFailure("the group was left before its work was done") }
    return try image.get()
  }
}
