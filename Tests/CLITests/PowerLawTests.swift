import Foundation
import Testing

@testable import SuperposeCLI

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
