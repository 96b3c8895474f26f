import Foundation
import SuperposeGeometry
import Testing

@testable import Superpose

@Test(arguments: [(2.0, 0.5), (0.1, 2), (3, -1)]) func powerLawsAreFound(_ factor: Double, _ exponent: Double) throws {
  let law = try #require(PowerLaw([1, 4, 9, 100].map { (x: $0, y: factor * pow($0, exponent)) }))
  #expect(abs(law.factor - factor) < 1e-9 && abs(law.exponent - exponent) < 1e-9)
}

@Test func noLawFitsOnePointOrNone() {
  #expect(PowerLaw([]) == nil)
  #expect(PowerLaw([(2, 3)]) == nil)
  #expect(PowerLaw([(2, 3), (2, 4)]) == nil)
  #expect(PowerLaw([(2, 0), (3, 4)]) == nil)
}

/// Counted by hand on the smallest picture, one cell of 8 by 8.
@Test func superPointsCostIsThatOfItsConvolutions() {
  let encoder = 64 * 9 * (1 * 64 + 64 * 64) + 16 * 9 * 2 * 64 * 64 + 4 * 9 * (64 * 128 + 128 * 128) + 9 * 2 * 128 * 128
  let heads = 9 * 128 * 256 + 256 * 65 + 9 * 128 * 256 + 256 * 256
  #expect(NetworkCost.superPoint(ImageSize(width: 8, height: 8)) == 2 * Double(encoder + heads))
  // Padded to whole cells.
  #expect(
    NetworkCost.superPoint(ImageSize(width: 9, height: 1)) == NetworkCost.superPoint(ImageSize(width: 16, height: 8)))
}

@Test func superGluesCostGrowsWithTheSquareOfTheKeypoints() {
  let encoder = 3 * 32 + 32 * 64 + 64 * 128 + 128 * 256 + 256 * 256
  let one = encoder + 18 * 10 * 256 * 256 + 256 * 256
  #expect(NetworkCost.superGlue(1, 0) == 2 * Double(one + 9 * 2 * 256))
  #expect(NetworkCost.superGlue(1, 1) == 2 * Double(2 * one + 9 * 2 * 256 * 4 + 256))
}
