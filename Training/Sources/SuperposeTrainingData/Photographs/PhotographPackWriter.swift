public import Foundation
import SuperposeFiles

/// Writes a pack, photograph by photograph. The pack gets its name in ``finish()``; a writer that is dropped earlier
/// removes what it wrote.
public final class PhotographPackWriter {
  private let destination: URL
  private let maximumPartBytes: Int?
  private var finished: [PartWriter] = []
  private var current: PartWriter?

  /// - Parameters:
  ///   - destination: The file, such as `photos.pack`. Parts are called `photos-00.pack` and so on, beside it.
  ///   - maximumPartBytes: The size at which a new part is begun: none becomes larger, apart from its index. Nil for a
  ///     single file.
  public init(_ destination: URL, maximumPartBytes: Int? = nil) {
    self.destination = destination
    self.maximumPartBytes = maximumPartBytes
  }

  /// Appends a photograph.
  ///
  /// - Parameters:
  ///   - name: The file's path within the folder that is packed.
  ///   - width: The width in pixels.
  ///   - height: The height in pixels.
  ///   - channels: 1 for grey, 3 for red, green and blue.
  ///   - kind: The kind of picture.
  ///   - pixels: The values, `[channels, height, width]`.
  /// - Precondition: There are as many values as the sides and channels say, and at least one.
  public func append(
    name: String, width: Int, height: Int, channels: Int = 1, kind: Photograph.Kind = .photo, pixels: [UInt8]
  ) throws(PhotographPackError) {
    precondition(
      width > 0 && height > 0 && Photograph.channelCounts.contains(channels)
        && pixels.count == channels * width * height,
      "a photograph of \(width)x\(height) with \(channels) channels does not have \(pixels.count) values")
    if let current, let maximumPartBytes, !current.isEmpty, current.byteCount + pixels.count > maximumPartBytes {
      try close(current, isLast: false)
    }
    try part().append(name: name, width: width, height: height, channels: channels, kind: kind, pixels: pixels)
  }

  /// Gives all parts their names, and returns these.
  public func finish() throws(PhotographPackError) -> [URL] {
    try close(part(), isLast: true)
    var places: [URL] = []
    for part in finished { places.append(try part.commit()) }
    finished = []
    return places
  }

  private func part() throws(PhotographPackError) -> PartWriter {
    if let current { return current }
    let new = try PartWriter(for: name(ofPart: finished.count))
    current = new
    return new
  }

  private func close(_ part: PartWriter, isLast: Bool) throws(PhotographPackError) {
    try part.close(part: finished.count, isLast: isLast)
    finished.append(part)
    current = nil
  }

  private func name(ofPart part: Int) -> URL {
    guard maximumPartBytes != nil else { return destination }
    let stem = destination.deletingPathExtension().lastPathComponent
    let number = part < 10 ? "0\(part)" : "\(part)"
    return destination.deletingLastPathComponent().appendingPathComponent(
      "\(stem)-\(number).\(PhotographPack.pathExtension)")
  }
}

extension PhotographPackError {
  /// Returns what `body` returns, and turns a refusal by the system into an error of this type.
  static func translated<Result>(_ body: () throws(FileError) -> Result) throws(PhotographPackError) -> Result {
    do { return try body() } catch {
      if error.operation == .read {
        throw PhotographPackError(
          .notFound, error.path, problem: "it cannot be read (\(error.problem))",
          hint: "check the path and its permissions")
      }
      throw PhotographPackError(
        .cannotWrite, error.path, problem: "it cannot be written (\(error.systemText))",
        hint: "check that the folder exists, may be written to, and has room")
    }
  }
}
