import Foundation

/// The first 32 bytes of a part: `SPPHOTOS`, then three little-endian 64-bit numbers, which are the version and the
/// position and length of the JSON index. Pixels stand between header and index, so that a pack of any size is written
/// as it comes. Version 1 had grey photographs only; its index names no channels.
struct PartHeader {
  static let magic = Data("SPPHOTOS".utf8)
  static let version: UInt64 = 2
  static let readableVersions: ClosedRange<UInt64> = 1...version
  static let byteCount = 32

  var indexOffset: Int
  var indexCount: Int

  init(indexOffset: Int, indexCount: Int) {
    self.indexOffset = indexOffset
    self.indexCount = indexCount
  }

  init(readingFrom file: Data, at path: String) throws(PhotographPackError) {
    guard file.count >= Self.byteCount, file.prefix(Self.magic.count) == Self.magic else {
      throw PhotographPackError(
        .malformed, path, problem: "it does not start as a pack does",
        hint: "give a file that `superpose-train-tools pack` has written")
    }
    let fields = (0..<3).map { file.littleEndian64(at: Self.magic.count + 8 * $0) }
    guard Self.readableVersions.contains(fields[0]) else {
      throw .malformed(path, "it has version \(fields[0]), and this program reads versions up to \(Self.version)")
    }
    guard let offset = Int(exactly: fields[1]), let count = Int(exactly: fields[2]), offset >= Self.byteCount,
      offset <= file.count, count <= file.count - offset
    else { throw .malformed(path, "its index would lie outside its \(file.count) bytes: it was cut short") }
    self.init(indexOffset: offset, indexCount: count)
  }

  var bytes: Data {
    [Self.version, UInt64(indexOffset), UInt64(indexCount)].reduce(into: Self.magic) { bytes, field in
      withUnsafeBytes(of: field.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
}

extension Data {
  fileprivate func littleEndian64(at offset: Int) -> UInt64 {
    self[startIndex + offset..<startIndex + offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
