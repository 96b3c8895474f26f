import SuperposeFiles

/// The values of one tag of a TIFF directory, whatever the byte order of a file.
struct TIFFField: Hashable, Sendable {
  /// The types of TIFF 6.0 and BigTIFF.
  enum Kind: Int, Sendable {
    case byte = 1
    case ascii, short, long, rational, signedByte, undefined, signedShort, signedLong, signedRational, float, double
    case directory
    case long8 = 16
    case signedLong8, directory8

    /// The bytes of one value.
    var size: Int { self == .rational || self == .signedRational ? 8 : unit }

    /// The bytes that are stored in the file's order together: a rational number is two of them.
    var unit: Int {
      switch self {
      case .byte, .ascii, .signedByte, .undefined: 1
      case .short, .signedShort: 2
      case .long, .rational, .signedLong, .signedRational, .float, .directory: 4
      case .double, .long8, .signedLong8, .directory8: 8
      }
    }
  }

  let kind: Kind
  /// The values in little-endian order.
  let bytes: [UInt8]

  /// The number of values.
  var count: Int { bytes.count / kind.size }

  init(_ kind: Kind, _ bytes: [UInt8]) { (self.kind, self.bytes) = (kind, bytes) }

  init(doubles: [Double]) { self.init(.double, doubles.flatMap { Self.little($0.bitPattern) }) }
  init(shorts: [Int]) { self.init(.short, shorts.flatMap { Self.little(UInt16(truncatingIfNeeded: $0)) }) }
  init(long value: Int) { self.init(.long, Self.little(UInt32(truncatingIfNeeded: value))) }
  init(rational value: Double) {
    // Ten thousandths are more than enough for a resolution.
    let numerator = UInt32(min(max(value * 10_000, 0), Double(UInt32.max)).rounded())
    self.init(.rational, Self.little(numerator) + Self.little(UInt32(10_000)))
  }

  /// The values of a field of floating-point numbers; empty for another one.
  var doubles: [Double] {
    switch kind {
    case .double:
      stride(from: 0, to: bytes.count - 7, by: 8).map { Double(bitPattern: UInt64(Self.number(bytes[$0..<$0 + 8]))) }
    case .rational:
      stride(from: 0, to: bytes.count - 7, by: 8).map {
        Double(Self.number(bytes[$0..<$0 + 4])) / Double(Self.number(bytes[$0 + 4..<$0 + 8]))
      }
    default: []
    }
  }

  /// The values of a field of unsigned integers; empty for another one.
  var integers: [Int] {
    switch kind {
    case .byte, .short, .long, .directory:
      stride(from: 0, to: bytes.count, by: kind.size).map { Int(Self.number(bytes[$0..<$0 + kind.size])) }
    default: []
    }
  }

  /// The bytes in a file's order.
  func bytes(in order: ByteReader.Order) -> [UInt8] {
    guard order == .big, kind.unit > 1 else { return bytes }
    return stride(from: 0, to: bytes.count, by: kind.unit).flatMap { bytes[$0..<$0 + kind.unit].reversed() }
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension TIFFReader.Directory {
  /// Returns the values of a tag; nil where it is missing or not whole.
  func field(_ tag: Int) -> TIFFField? {
    guard let entry = entries[tag], let kind = TIFFField.Kind(rawValue: entry.type) else { return nil }
    let (length, overflows) = entry.count.multipliedReportingOverflow(by: kind.size)
    guard !overflows, length > 0, entry.offset + length <= tiff.reader.count else { return nil }
    let stored = TIFFField(kind, Array(tiff.reader.slice(from: entry.offset, to: entry.offset + length).bytes))
    // Turning the order twice gives the first one.
    return TIFFField(kind, stored.bytes(in: tiff.order))
  }
}
