import Foundation
import SuperposeFiles

/// Writes one part, which gets its name when all parts are whole.
final class PartWriter {
  private let file: ReplacementFile
  private var photographs: [Photograph] = []
  private(set) var byteCount = PartHeader.byteCount

  init(for destination: URL) throws(PhotographPackError) {
    file = try PhotographPackError.translated { () throws(FileError) in try ReplacementFile(for: destination.path) }
    try write(Data(count: PartHeader.byteCount))
  }

  var isEmpty: Bool { photographs.isEmpty }

  func append(name: String, width: Int, height: Int, channels: Int, kind: Photograph.Kind, pixels: [UInt8])
    throws(PhotographPackError)
  {
    photographs.append(
      Photograph(name: name, width: width, height: height, channels: channels, kind: kind, offset: byteCount))
    try write(pixels)
    byteCount += pixels.count
  }

  /// Writes the index, then the header that makes the file a pack, and waits for the disk.
  func close(part: Int, isLast: Bool) throws(PhotographPackError) {
    let index = PartIndex(part: part, isLast: isLast, photographs: photographs)
    guard let json = try? JSON.line(index) else { preconditionFailure("an index has no number JSON cannot hold") }
    try write(json)
    let header = PartHeader(indexOffset: byteCount, indexCount: json.count).bytes
    try PhotographPackError.translated { () throws(FileError) in
      try file.overwrite(header, at: 0)
      try file.finish()
    }
  }

  /// Gives the part its name, and returns it.
  func commit() throws(PhotographPackError) -> URL {
    try PhotographPackError.translated { () throws(FileError) in try file.commit() }
    return URL(fileURLWithPath: file.path)
  }

  private func write(_ bytes: some Sequence<UInt8>) throws(PhotographPackError) {
    try PhotographPackError.translated { () throws(FileError) in try file.write(bytes) }
  }
}
