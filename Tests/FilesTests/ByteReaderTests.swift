import SuperposeFiles
import Testing

@Suite struct ByteReaderTests {
  private func reading<Result>(_ bytes: [UInt8], _ body: (inout ByteReader) -> Result) -> Result {
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return body(&reader)
    }
  }

  @Test func numbersHaveAnOrder() {
    reading([1, 2, 3]) { reader in
      #expect(reader.number(0, size: 2, .little) == 0x0201)
      #expect(reader.number(1, size: 2, .big) == 0x0203)
    }
  }

  @Test func nothingIsReadBeyondTheEnd() {
    reading([1, 2, 3]) { reader in
      for offset in [2, 3, -1, .max, .min] { #expect(reader.number(offset, size: 2, .big) == nil) }
      #expect(reader.byte(3) == nil && reader.byte(-1) == nil)
      #expect(!reader.has("\u{3}x", at: 2))
      #expect(reader.slice(from: 2, to: 9).count == 1 && reader.slice(from: 7, to: 9).count == 0)
      #expect(reader.next(UInt64.max) == nil && reader.next(-1) == nil)
      #expect(reader.next(2).map(Array.init) == [1, 2] && reader.remaining == 1)
      #expect(reader.next(2) == nil && reader.position == 2)
    }
  }

  @Test func aNumberThatFitsNoIntIsNone() {
    reading([UInt8](repeating: 255, count: 8)) { #expect($0.number(0, size: 8, .big) == nil) }
  }

  @Test func linesEndWithALineFeed() {
    reading(Array("ab\n\nc".utf8)) { reader in
      #expect(reader.nextLine().map(Array.init) == Array("ab".utf8))
      #expect(reader.nextLine()?.isEmpty == true)
      #expect(reader.nextLine() == nil)
    }
  }
}
