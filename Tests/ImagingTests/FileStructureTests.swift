import Foundation
import Testing

@testable import SuperposeImaging

@Suite struct FileStructureTests {
  /// A file that is truncated anywhere, or has any bytes changed, must not stop the program.
  @Test func hostileBytesAreSafe() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.path("")).filter { !$0.hasSuffix("json") }
    #expect(names.count > 30)
    var state: UInt32 = 1
    for name in names.sorted() {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixture.path(name))))
      for round in 0..<200 {
        var hostile = Array(bytes.prefix(round % 3 == 0 ? bytes.count * round / 200 : bytes.count))
        for _ in 0..<round % 5 where !hostile.isEmpty {
          state = state &* 1_664_525 &+ 1_013_904_223
          hostile[Int(state >> 8) % min(hostile.count, 200)] = state & 64 == 0 ? 0xFF : UInt8(truncatingIfNeeded: state)
        }
        hostile.withUnsafeBytes { _ = FileStructure($0) }
      }
    }
  }

  @Test func hugeBMPIsTruncated() {
    var bytes = [UInt8](repeating: 0xFF, count: 60)
    bytes[0...1] = [0x42, 0x4D]
    // The height is -2^31, uncompressed.
    bytes[22..<26] = [0, 0, 0, 0x80]
    bytes[30..<34] = [0, 0, 0, 0]
    #expect(bytes.withUnsafeBytes { FileStructure($0) }.isTruncated)
  }

  /// The BigTIFF has 64-bit offsets near the largest number, and a directory that points to itself.
  @Test func hugeOffsetsAndCircles() {
    let header: [UInt8] = [0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0]
    let count: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
    let huge: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    // The entry is tag 274, SHORT, with 9 values.
    let entry: [UInt8] = [0x12, 1, 3, 0, 9, 0, 0, 0, 0, 0, 0, 0] + huge
    let bytes = header + count + entry + header[8...]
    let structure = bytes.withUnsafeBytes { FileStructure($0) }
    #expect(structure.orientation == 1 && structure.frameCount == 1 && structure.patches.isEmpty)
  }
}
