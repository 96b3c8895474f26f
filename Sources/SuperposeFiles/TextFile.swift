import SystemPackage

/// Text files in UTF-8 in all the forms that people's programs write: with or without a byte order mark, with lines
/// ended by LF, CR LF or CR.
public enum TextFile {
  /// A line and its number, counted from 1.
  public struct Line: Hashable, Sendable {
    public let number: Int
    /// The text without what ends the line.
    public let text: Substring
  }

  public static func lines(of path: String) throws(FileError) -> [Line] { lines(in: try text(of: path)) }

  /// Reads the whole text, with line ends as they are. It reads pipes too.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FileError``, of kind `notText` where the bytes are not UTF-8.
  public static func text(of path: String) throws(FileError) -> String {
    var bytes = try named(.read, path) {
      try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec).closeAndRead()
    }
    if bytes.starts(with: byteOrderMark) { bytes.removeFirst(byteOrderMark.count) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(.notText, .read, path, problem: "expected text in UTF-8", hint: "check the file")
    }
    return text
  }

  static func lines(in text: String) -> [Line] {
    // CR LF is a single Character.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    return lines.enumerated().map { Line(number: $0 + 1, text: $1) }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension FileDescriptor {
  /// Reads everything up to the end.
  fileprivate func closeAndRead() throws -> [UInt8] {
    try closeAfter {
      var bytes: [UInt8] = []
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
      defer { piece.deallocate() }
      while case let count = try read(into: piece), count > 0 { bytes += piece[..<count] }
      return bytes
    }
  }
}
