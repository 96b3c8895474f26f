import Foundation
import SuperposeMatching

/// What is kept of every frame to find those that look alike: the signs of its best keypoints' descriptors, 32 bytes
/// each. Two descriptors that are alike differ in few signs (Charikar, STOC 2002).
struct FrameSignature: Hashable, Sendable {
  /// The number of keypoints that are kept at most.
  static let length = 128
  private static let wordsPerKeypoint = Features.descriptorLength / 64
  /// Descriptors of one place differ in fewer signs than this, of 256; those of different places in 128 on average.
  private static let largestDistance = 64

  /// Four words for each keypoint.
  private let words: [UInt64]

  init(_ features: Features) {
    words = (0..<min(Self.length, features.count)).flatMap { index -> [UInt64] in
      let descriptor = features.descriptor(index)
      return (0..<Self.wordsPerKeypoint).map { word in
        (0..<64).reduce(0) { bits, bit in
          bits << 1 | (descriptor[descriptor.startIndex + 64 * word + bit] > 0 ? 1 : 0)
        }
      }
    }
  }

  private var count: Int { words.count / Self.wordsPerKeypoint }

  /// Returns the number of keypoints of both that are each other's nearest and near: a cheap guess of how many matches
  /// there are.
  func resemblance(to other: FrameSignature) -> Int {
    var best = [(distance: Int, index: Int)](repeating: (Self.largestDistance, -1), count: count)
    var bestOfOther = [(distance: Int, index: Int)](repeating: (Self.largestDistance, -1), count: other.count)
    words.withUnsafeBufferPointer { a in
      other.words.withUnsafeBufferPointer { b in
        for i in best.indices {
          for j in bestOfOther.indices {
            var distance = 0
            for k in 0..<Self.wordsPerKeypoint {
              distance += (a[Self.wordsPerKeypoint * i + k] ^ b[Self.wordsPerKeypoint * j + k]).nonzeroBitCount
            }
            if distance < best[i].distance { best[i] = (distance, j) }
            if distance < bestOfOther[j].distance { bestOfOther[j] = (distance, i) }
          }
        }
      }
    }
    return best.indices.count { best[$0].index >= 0 && bestOfOther[best[$0].index].index == $0 }
  }
}

/// A signature is encoded as its bytes in base 64.
extension FrameSignature: Codable {
  init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Data.self)
    guard bytes.count % (8 * Self.wordsPerKeypoint) == 0 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(bytes.count) bytes are no signature"))
    }
    words = stride(from: 0, to: bytes.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 << 8 | UInt64(bytes[bytes.startIndex + start + $1]) }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }))
  }
}
