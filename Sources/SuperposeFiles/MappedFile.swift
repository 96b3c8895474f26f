import Foundation
import SystemPackage

/// A file's bytes, mapped into memory: only what is used is read, and any number of threads may read.
///
/// Where another process shortens the file meanwhile, this one ends with a bus error, as with any mapping. Files are
/// therefore replaced by renaming (``ReplacementFile``), and not rewritten in place.
public final class MappedFile: @unchecked Sendable {
  // The class is Sendable because the bytes change only in `withMutableBytes`, whose caller must be the only user.
  private let content: UnsafeMutableRawBufferPointer
  private let isChangeable: Bool

  /// Maps a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - changeable: Whether the bytes may be changed. The changes stay in memory.
  /// - Throws: ``FileError``, of kind `notAFile` for folders, devices and pipes.
  public init(_ path: String, changeable: Bool = false) throws(FileError) {
    isChangeable = changeable
    let descriptor = try named(.read, path) {
      // The file is opened without blocking, so that a named pipe is refused below instead of waited for.
      try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
    }
    defer { try? descriptor.close() }
    let size = try Self.size(of: descriptor, path)
    content = try named(.read, path) { try Self.map(descriptor, size, changeable: changeable) }
  }

  deinit { if !content.isEmpty { munmap(content.baseAddress, content.count) } }

  public var count: Int { content.count }

  public func withBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(content))
  }

  /// - Precondition: The file was opened as changeable, and nobody else reads it meanwhile.
  public func withMutableBytes<Result, Failure>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(isChangeable, "the file was mapped to be read only")
    defer { withExtendedLifetime(self) {} }
    return try body(content)
  }

  private static func size(of descriptor: FileDescriptor, _ path: String) throws(FileError) -> Int {
    let status = try named(.read, path) { try Stat(descriptor) }
    switch status.type {
    case .regular: return Int(status.size)
    case .directory: throw FileError(.read, path, .isDirectory)
    default:
      throw FileError(.notAFile, .read, path, problem: "it is not a regular file", hint: "give a file")
    }
  }

  private static func map(
    _ descriptor: FileDescriptor, _ size: Int, changeable: Bool
  ) throws(Errno) -> UnsafeMutableRawBufferPointer {
    // The system does not map empty ranges.
    guard size > 0 else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
    let protection = changeable ? PROT_READ | PROT_WRITE : PROT_READ
    guard let start = mmap(nil, size, protection, MAP_PRIVATE, descriptor.rawValue, 0), start != MAP_FAILED else {
      throw Errno(rawValue: errno)
    }
    return UnsafeMutableRawBufferPointer(start: start, count: size)
  }
}
