public import Foundation

/// Writes a pack, photograph by photograph. Nothing is at its place before ``finish()``; a writer that is dropped
/// earlier removes what it wrote.
public final class PhotographPackWriter {
  private let destination: URL
  private let maximumPartBytes: Int?
  private var finished: [(partial: URL, destination: URL)] = []
  private var current: PartWriter?

  /// - Parameters:
  ///   - destination: `photos.pack`; parts are called `photos-00.pack` and so on, beside it.
  ///   - maximumPartBytes: begins a new part where the next photograph would make one larger, its index left out of
  ///     account; nil for a single file.
  public init(_ destination: URL, maximumPartBytes: Int? = nil) {
    self.destination = destination
    self.maximumPartBytes = maximumPartBytes
  }

  deinit {
    for url in finished.map(\.partial) + [current?.url].compactMap({ $0 }) {
      try? FileManager.default.removeItem(at: url)
    }
  }

  /// - Parameters:
  ///   - channels: 1 for grey, 3 for red, green and blue.
  ///   - pixels: `[channels, height, width]`.
  /// - Precondition: as many values as the sides and channels say, and at least one.
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

  /// Puts all parts in their places and returns these.
  public func finish() throws(PhotographPackError) -> [URL] {
    try close(part(), isLast: true)
    let parts = finished
    for (partial, destination) in parts {
      guard rename(partial.path, destination.path) == 0 else { throw .writing(destination, errno) }
    }
    finished = []
    return parts.map(\.destination)
  }

  private func part() throws(PhotographPackError) -> PartWriter {
    if let current { return current }
    let new = try PartWriter(beside: name(ofPart: finished.count))
    current = new
    return new
  }

  private func close(_ part: PartWriter, isLast: Bool) throws(PhotographPackError) {
    try part.close(part: finished.count, isLast: isLast)
    finished.append((part.url, name(ofPart: finished.count)))
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
  static func writing(_ url: URL, _ code: Int32) -> PhotographPackError {
    PhotographPackError(
      .cannotWrite, url.path, problem: "it cannot be written (\(String(cString: strerror(code))))",
      hint: "check that the folder exists, may be written to, and has room")
  }
}
