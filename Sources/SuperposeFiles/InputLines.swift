public import Foundation
import SystemPackage

/// Lines that come from another program, read as they come. A line that is too long is skipped, so that whatever is
/// sent takes bounded memory.
///
/// Not for use from several threads at a time.
public final class InputLines {
  public enum Line: Hashable, Sendable {
    /// The bytes without the line feed.
    case whole(Data)
    /// A line of more bytes than may be.
    case tooLong
  }

  private let descriptor: FileDescriptor
  private let longest: Int
  private var buffer: [UInt8] = []
  /// Where in the buffer the next line begins.
  private var start = 0
  private var isAtEnd = false

  /// - Parameters:
  ///   - descriptor: Where the lines come from: the standard input unless said otherwise.
  ///   - longest: How many bytes a line may have.
  public init(descriptor: Int32 = 0, longest: Int = 1 << 20) {
    self.descriptor = FileDescriptor(rawValue: descriptor)
    self.longest = longest
  }

  /// Waits for the next line. What follows the last line feed is a line too.
  ///
  /// - Returns: Nil at the end.
  public func next() throws(FileError) -> Line? {
    var searched = start
    var isTooLong = false
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return isTooLong || end - start > longest ? .tooLong : .whole(Data(buffer[start..<end]))
      }
      if isAtEnd {
        defer { start = buffer.count }
        if isTooLong || buffer.count - start > longest { return .tooLong }
        return start < buffer.count ? .whole(Data(buffer[start...])) : nil
      }
      buffer.removeFirst(start)
      start = 0
      if buffer.count > longest {
        isTooLong = true
        buffer.removeAll(keepingCapacity: true)
      }
      searched = buffer.count
      try readMore()
    }
  }

  private func readMore() throws(FileError) {
    let piece = try named(.read, "the standard input") {
      try [UInt8](unsafeUninitializedCapacity: 1 << 16) { target, count in
        count = try descriptor.read(into: UnsafeMutableRawBufferPointer(target))
      }
    }
    if piece.isEmpty { isAtEnd = true }
    buffer += piece
  }
}
