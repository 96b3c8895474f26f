import Foundation
import SuperposeFiles

/// A ZIP archive whose files are stored without compression and dated 1980-01-01, so that equal content gives equal
/// bytes (APPNOTE.TXT of PKWARE, 4.3 and 4.4).
struct StoredZip {
  private static let localSignature: UInt32 = 0x0403_4B50
  private static let centralSignature: UInt32 = 0x0201_4B50
  private static let endSignature: UInt32 = 0x0605_4B50
  /// The version of the format that a reader must support: 2.0.
  private static let version: UInt16 = 20
  /// 1980-01-01 in the format of MS-DOS: year from 1980, month, day.
  private static let date: UInt16 = 1 << 5 | 1

  private var files = Data()
  private var directory = Data()
  private var count: UInt16 = 0

  /// - Precondition: The archive stays below 4 GiB and 65,535 files, the limits without the format's 64-bit extension.
  mutating func add(_ name: String, _ content: Data) {
    let start = files.count
    precondition(start + content.count < UInt32.max, "a ZIP archive of over 4 GiB needs the 64-bit extension")
    let description = Self.description(name, content)
    files.append(littleEndian: Self.localSignature)
    files.append(description)
    files.append(contentsOf: name.utf8)
    files.append(content)
    directory.append(littleEndian: Self.centralSignature)
    directory.append(littleEndian: Self.version)
    directory.append(description)
    // These are no comment, the first disk, and no attributes.
    directory.append(Data(count: 2 + 2 + 2 + 4))
    directory.append(littleEndian: UInt32(start))
    directory.append(contentsOf: name.utf8)
    count += 1
  }

  /// Returns the bytes of the archive.
  func finished() -> Data {
    var archive = files + directory
    archive.append(littleEndian: Self.endSignature)
    archive.append(Data(count: 2 + 2))  // this disk, the directory's disk
    archive.append(littleEndian: count)
    archive.append(littleEndian: count)
    archive.append(littleEndian: UInt32(directory.count))
    archive.append(littleEndian: UInt32(files.count))
    archive.append(Data(count: 2))  // no comment
    return archive
  }

  /// Returns the fields that a file's own header and its entry in the directory have in common.
  private static func description(_ name: String, _ content: Data) -> Data {
    var header = Data()
    header.append(littleEndian: version)
    header.append(Data(count: 2 + 2 + 2))  // no flags, stored, midnight
    header.append(littleEndian: date)
    header.append(littleEndian: CRC32.checksum(content))
    header.append(littleEndian: UInt32(content.count))
    header.append(littleEndian: UInt32(content.count))
    header.append(littleEndian: UInt16(name.utf8.count))
    header.append(Data(count: 2))  // no extra field
    return header
  }
}

extension Data {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
