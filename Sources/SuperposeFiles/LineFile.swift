public import Foundation
import SystemPackage

/// A text file that grows line by line, such as a journal. Whoever reads it meanwhile finds whole lines only, unless
/// the system stopped in the middle of one; the remains of such a line are cut off before the next is added.
public struct LineFile: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Returns the complete lines without their line feeds, and none where the file cannot be read.
  public func lines() -> [Data] {
    guard let file = try? MappedFile(path) else { return [] }
    return file.withBytes { bytes in
      guard let end = bytes.lastIndex(of: Self.lineFeed) else { return [] }
      return bytes[..<end].split(separator: Self.lineFeed, omittingEmptySubsequences: false).map { Data($0) }
    }
  }

  /// The number of complete lines, 0 where the file cannot be read.
  public var lineCount: Int {
    guard let file = try? MappedFile(path) else { return 0 }
    return file.withBytes { bytes in bytes.count { $0 == Self.lineFeed } }
  }

  /// Adds a line at the end. Where that fails, the file stays as it was.
  public func append(_ line: some Collection<UInt8>) throws(FileError) {
    let descriptor = try named(.write, path) {
      try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .append, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
    }
    defer { try? descriptor.close() }
    try named(.write, path) {
      let end = try cutOffTornLine(descriptor)
      do { try descriptor.writeAll(Array(line) + [Self.lineFeed]) } catch {
        try? descriptor.resize(to: end)
        throw error
      }
    }
  }

  /// Replaces the file by these lines.
  public func replace(with lines: some Sequence<Data>) throws(FileError) {
    var bytes: [UInt8] = []
    for line in lines {
      bytes += line
      bytes.append(Self.lineFeed)
    }
    try ReplacementFile.write(bytes, to: path)
  }

  /// Cuts off what follows the last line feed, and returns the length of the complete lines.
  private func cutOffTornLine(_ descriptor: FileDescriptor) throws -> Int64 {
    let size = try Stat(descriptor).size
    guard size > 0, try byte(at: size - 1, descriptor) != Self.lineFeed else { return size }
    let end = try MappedFile(path).withBytes { $0.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? 0 }
    try descriptor.resize(to: Int64(end))
    return Int64(end)
  }

  private func byte(at offset: Int64, _ descriptor: FileDescriptor) throws -> UInt8 {
    var byte: UInt8 = 0
    _ = try withUnsafeMutableBytes(of: &byte) { try descriptor.read(fromAbsoluteOffset: offset, into: $0) }
    return byte
  }

  private static let lineFeed = UInt8(ascii: "\n")
}
