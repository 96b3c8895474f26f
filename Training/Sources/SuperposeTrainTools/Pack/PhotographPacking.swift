import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeTrainingData

/// Reads photographs and appends them to a pack.
struct PhotographPacking {
  let folder: String
  let kinds: KindTable?
  let limits: SizeLimits
  var isGrey = false

  /// - Parameters:
  ///   - files: Paths within the folder.
  ///   - writer: The pack that they are appended to.
  func pack(_ files: [String], into writer: PhotographPackWriter) throws -> PackSummary {
    var summary = PackSummary()
    for (i, file) in files.enumerated() {
      Console.progress("\(i + 1)/\(files.count) \(file)")
      let path = "\(folder)/\(file)"
      do {
        let image = try Image(contentsOf: URL(filePath: path))
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
    // All depths are converted to 8 bits first, so that they take the same path.
    let display = image.display()
    let shrunk = (isGrey ? display.gray() : display).resized(to: size, interpolation: .area)
    let planes = Self.planes(shrunk.values(as: UInt8.self), of: shrunk.channels)
    // Decoders return three channels for grey files too.
    let isGrey = planes.allSatisfy { $0 == planes[0] }
    let pixels = isGrey ? planes[0] : planes.flatMap { $0 }
    try writer.append(
      name: file, width: size.width, height: size.height, channels: isGrey ? 1 : 3, kind: kind ?? .photo,
      pixels: pixels)
    summary.count(kind, isNamed: kinds == nil || kind != nil, bytes: pixels.count)
  }

  /// Returns the planes grey, or red, green and blue, of values that are stored pixel by pixel with blue first.
  private static func planes(_ values: [UInt8], of channels: Int) -> [[UInt8]] {
    guard channels > 1 else { return [values] }
    return [2, 1, 0].map { channel in stride(from: channel, to: values.count, by: channels).map { values[$0] } }
  }
}
