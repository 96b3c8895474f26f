import SuperposeCheckpoints
import SuperposeFiles
import SuperposeGeometry
import SuperposeMatching

/// The form in which a ``FeatureStore`` keeps features: a mark, width, height and count as 32 bits; positions as 64-bit
/// and scores as 32-bit floats; descriptors as 16-bit floats; all little-endian, and the SHA-256 of it all behind.
enum StoredFeatures {
  private static let mark = Array("superpose features 1\n".utf8)

  static func bytes(_ features: Features) -> [UInt8] {
    var bytes = mark
    func append(_ words: some Sequence<some FixedWidthInteger>) {
      for word in words { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }
    }
    append(
      [features.imageSize.width, features.imageSize.height, features.count].map { UInt32(truncatingIfNeeded: $0) })
    append(features.keypoints.flatMap { [$0.x.bitPattern, $0.y.bitPattern] })
    append(features.scores.map(\.bitPattern))
    append(Tensor(shape: [features.descriptors.count], values: features.descriptors).f16Bits)
    return bytes + Array(bytes.withUnsafeBytes { SealedBytes.seal(of: $0) }.utf8)
  }

  /// Nil where the bytes are not what was written, or not of a picture of this size.
  static func features(_ bytes: UnsafeRawBufferPointer, size: ImageSize) -> Features? {
    guard let content = SealedBytes.content(of: bytes), content.starts(with: mark) else { return nil }
    var reader = ByteReader(content, position: mark.count)
    func words<Word: FixedWidthInteger>(_ count: Int, of type: Word.Type) -> [Word]? {
      let size = MemoryLayout<Word>.size
      return reader.next(count * size).map { part in
        (0..<count).map { Word(littleEndian: part.loadUnaligned(fromByteOffset: $0 * size, as: Word.self)) }
      }
    }
    guard let head = words(3, of: UInt32.self), Int(head[0]) == size.width, Int(head[1]) == size.height,
      case let count = Int(head[2]), let positions = words(2 * count, of: UInt64.self),
      let scores = words(count, of: UInt32.self),
      let descriptors = words(count * Features.descriptorLength, of: UInt16.self), reader.remaining == 0
    else { return nil }
    return Features(
      imageSize: size,
      keypoints: (0..<count).map {
        Point(x: Double(bitPattern: positions[2 * $0]), y: Double(bitPattern: positions[2 * $0 + 1]))
      },
      scores: scores.map { Float(bitPattern: $0) },
      descriptors: Tensor(shape: [descriptors.count], f16Bits: descriptors).values)
  }
}
