import SuperposeGeometry
import SuperposeImaging
import SuperposeTrainingData

/// Reads photographs and appends them to a pack.
struct PhotographPacking {
  let folder: String
  let kinds: KindTable?
  let limits: SizeLimits

  /// - Parameter files: paths within the folder.
  func pack(_ files: [String], into writer: PhotographPackWriter) throws -> PackSummary {
    var summary = PackSummary()
    for (i, file) in files.enumerated() {
      Console.progress("\(i + 1)/\(files.count) \(file)")
      let path = "\(folder)/\(file)"
      do {
        let image = try Image(contentsOf: path)
        try append(image, file, kind: kinds?.kind(of: path), to: writer, &summary)
      } catch let error as ImageError {
        summary.unreadable.append("\(file): \(error.problem)")
      }
    }
    Console.endProgress()
    return summary
  }

  private func append(
    _ image: Image, _ file: String, kind: Photograph.Kind?, to writer: PhotographPackWriter,
    _ summary: inout PackSummary
  ) throws {
    guard let size = limits.size(for: image.size) else {
      summary.tiny.append("\(file): \(image.size)")
      return
    }
    // Grey first: there is a third as much to shrink. Eight bits before that, so that all depths take one path.
    let pixels = image.display().gray().resized(to: size, interpolation: .area).values(as: UInt8.self)
    try writer.append(name: file, width: size.width, height: size.height, kind: kind ?? .photo, pixels: pixels)
    summary.count(kind, isNamed: kinds == nil || kind != nil, bytes: pixels.count)
  }
}
