import Foundation
import SuperposeFiles

/// The first 32 bytes of a part: `SPPHOTOS`, then three little-endian 64-bit numbers, which are the version and the
/// position and length of the JSON index. Pixels lie between header and index, so that a pack of any size is written as
/// it comes. Version 1 held grey photographs only, and its index names no channels.
struct PartHeader {
  static let magic = Data("SPPHOTOS".utf8)
  static let version = 2
  static let readableVersions = 1...version
  static let byteCount = 32

  var indexOffset: Int
  var indexCount: Int

  init(indexOffset: Int, indexCount: Int) {
    self.indexOffset = indexOffset
    self.indexCount = indexCount
  }

  init(readingFrom file: UnsafeRawBufferPointer, at path: String) throws(PhotographPackError) {
    let reader = ByteReader(file)
    guard file.count >= Self.byteCount, file.starts(with: Self.magic) else {
      throw PhotographPackError(
        .malformed, path, problem: "it does not start as a pack does",
        hint: "give a file that `superpose-train-tools pack` has written")
    }
    let fields = (0..<3).map { reader.number(Self.magic.count + 8 * $0, size: 8, .little) }
    guard let version = fields[0], Self.readableVersions.contains(version) else {
      let version = fields[0].map { "\($0)" } ?? "of another kind"
      throw .malformed(path, "it has version \(version), and this program reads versions up to \(Self.version)")
    }
    guard let offset = fields[1], let count = fields[2], offset >= Self.byteCount, offset <= file.count,
      count <= file.count - offset
    else { throw .malformed(path, "its index would lie outside its \(file.count) bytes: it was cut short") }
    self.init(indexOffset: offset, indexCount: count)
  }

  var bytes: Data {
    [Self.version, indexOffset, indexCount].reduce(into: Self.magic) { bytes, field in
      withUnsafeBytes(of: UInt64(field).littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
}
