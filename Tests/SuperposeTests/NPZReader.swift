import Foundation
import Testing

/// Reads archives of stored NumPy arrays by their central directory.
struct NPZReader {
  struct Array: Equatable {
    var elementType: String
    var shape: String
    var data: [UInt8]
  }

  private let bytes: [UInt8]

  init(_ data: Data) { bytes = [UInt8](data) }

  private func number(_ offset: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  func arrays() throws -> [String: Array] {
    let end = bytes.count - 22
    try #require(number(end, 4) == 0x0605_4B50)
    var position = number(end + 16, 4)
    #expect(position + number(end + 12, 4) == end)
    var arrays: [String: Array] = [:]
    for _ in 0..<number(end + 10, 2) {
      try #require(number(position, 4) == 0x0201_4B50)
      let nameLength = number(position + 28, 2)
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      arrays[name] = try array(member(at: number(position + 42, 4), directoryEntry: position))
      position += 46 + nameLength + number(position + 30, 2)
    }
    #expect(position == end)
    return arrays
  }

  /// Returns a stored file's content, after its own header was found to agree with the directory and its checksum to
  /// fit.
  private func member(at start: Int, directoryEntry: Int) throws -> [UInt8] {
    try #require(number(start, 4) == 0x0403_4B50)
    #expect(bytes[start + 4..<start + 30] == bytes[directoryEntry + 6..<directoryEntry + 32])
    let first = start + 30 + number(start + 26, 2)
    let content = Swift.Array(bytes[first..<first + number(start + 18, 4)])
    #expect(number(start + 8, 2) == 0 && number(start + 22, 4) == content.count)
    #expect(number(start + 14, 4) == bitwiseChecksum(content))
    return content
  }

  /// Computes CRC-32 without a table.
  private func bitwiseChecksum(_ content: [UInt8]) -> Int {
    var value: UInt32 = ~0
    for byte in content {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return Int(~value)
  }

  private func array(_ file: [UInt8]) throws -> Array {
    try #require(Swift.Array(file[..<8]) == [0x93] + Swift.Array("NUMPY".utf8) + [1, 0])
    let start = 10 + Int(file[8]) + Int(file[9]) << 8
    #expect(start % 64 == 0 && file[start - 1] == UInt8(ascii: "\n"))
    let header = String(decoding: file[10..<start], as: UTF8.self)
    let match = try #require(
      try /\{'descr': '(.*)', 'fortran_order': False, 'shape': (\(.*\)), \} *\n/.wholeMatch(in: header))
    return Array(elementType: String(match.1), shape: String(match.2), data: Swift.Array(file[start...]))
  }
}

extension NPZReader.Array {
  init(_ elementType: String, _ shape: String, _ values: [some BitwiseCopyable]) {
    self.init(elementType: elementType, shape: shape, data: values.withUnsafeBytes { [UInt8]($0) })
  }
}
