import Testing

@testable import SuperposeCheckpoints

/// A small generator with a fixed seed (Vigna's SplitMix64), so that a failure can be repeated.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

private let fixtures = [
  "zip.pth", "legacy.pth", "protocol4.pth", "legacy-protocol4.pth", "zip64.pth", "nested.pth", "python2-cuda.pth",
  "all.safetensors",
]

/// No truncated file is a checkpoint, since every format needs what follows the last tensor.
@Test(arguments: fixtures)
func everyTruncationIsRefused(name: String) throws {
  let bytes = try Fixture.bytes(name)
  // A zip archive's comment is the only part that may be missing.
  let comment = name == "zip64.pth" ? 7 : 0
  let accepted = (0..<bytes.count - comment).filter { (try? Fixture.contents(Array(bytes[..<$0]))) != nil }
  #expect(accepted == [])
}

/// Damaged files lead to tensors or a fault, but never to a crash.
@Test(arguments: fixtures)
func damagedBytesNeverCrash(name: String) throws {
  let original = try Fixture.bytes(name)
  var generator = SplitMix64(state: 20_240_117)
  var refusals = 0
  for _ in 0..<500 {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let extreme: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, .random(in: .min ... .max, using: &generator)]
      bytes[Int.random(in: bytes.indices, using: &generator)] = extreme.randomElement(using: &generator) ?? 0
    }
    do { _ = try Fixture.contents(bytes) } catch is Fault { refusals += 1 }
  }
  #expect(refusals > 100)
}
