import Dispatch
import SuperposeImaging

/// Reads image files while something else is done.
final class ImagePrefetch {
  private final class Reading: @unchecked Sendable {
    // Sendable: written before the group is left, read after it was waited for.
    let group = DispatchGroup()
    var image: Result<Image, any Error>?
  }

  private var readings: [String: Reading] = [:]

  /// Begins to read a file, unless that was begun before.
  func begin(_ path: String) {
    guard readings[path] == nil else { return }
    let reading = Reading()
    readings[path] = reading
    DispatchQueue.global().async(group: reading.group) {
      reading.image = Result { try Image(contentsOf: path) }
    }
  }

  /// The image, once it is read; it is handed over and not kept.
  func image(_ path: String) throws -> Image {
    guard let reading = readings.removeValue(forKey: path) else { return try Image(contentsOf: path) }
    reading.group.wait()
    guard let image = reading.image else { preconditionFailure("the group was left before its work was done") }
    return try image.get()
  }
}
