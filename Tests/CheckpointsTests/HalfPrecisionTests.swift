import Testing

@testable import SuperposeCheckpoints

/// Returns the exact value of an f16 bit pattern by the definition of the format, or nil for NaN.
private func definition(_ bits: UInt16) -> Double? {
  let sign: Double = bits & 0x8000 == 0 ? 1 : -1
  let (exponent, mantissa) = (Int(bits >> 10 & 31), Double(bits & 0x3FF) / 1024)
  switch exponent {
  case 0: return sign * mantissa * 0x1p-14
  case 31: return mantissa == 0 ? sign * .infinity : nil
  default: return sign * (1 + mantissa) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}

@Test func everyHalfWidensExactlyAndComesBack() {
  var wrong = 0
  for bits in UInt16.min ... .max {
    let value = HalfPrecision.float(f16: bits)
    if let expected = definition(bits) {
      if Double(value) != expected || HalfPrecision.f16(value) != bits { wrong += 1 }
    } else if !value.isNaN || HalfPrecision.f16(value) & 0x7FFF <= 0x7C00 {
      wrong += 1
    }
  }
  #expect(wrong == 0)
}

@Test func halvesRoundToNearestEven() {
  // The values lie midway between two neighbours, and slightly to both sides of that.
  var wrong = 0
  for bits in UInt16(0)..<0x7BFF {
    let middle = (HalfPrecision.float(f16: bits) + HalfPrecision.float(f16: bits + 1)) / 2
    let even = bits.isMultiple(of: 2) ? bits : bits + 1
    if HalfPrecision.f16(middle) != even { wrong += 1 }
    if HalfPrecision.f16(middle.nextDown) != bits || HalfPrecision.f16(-middle.nextUp) != 0x8000 | bits + 1 {
      wrong += 1
    }
  }
  #expect(wrong == 0)
  #expect(HalfPrecision.f16(Float(65520).nextDown) == 0x7BFF)
  #expect(HalfPrecision.f16(65520) == 0x7C00)
  #expect(HalfPrecision.f16(.greatestFiniteMagnitude) == 0x7C00)
}

@Test func bfloatsRoundToNearestEven() {
  #expect(HalfPrecision.bf16(Float(bitPattern: 0x3F80_8000)) == 0x3F80)
  #expect(HalfPrecision.bf16(Float(bitPattern: 0x3F81_8000)) == 0x3F82)
  #expect(HalfPrecision.bf16(Float(bitPattern: 0x3F80_8001)) == 0x3F81)
  #expect(HalfPrecision.bf16(Float(bitPattern: 0xBF80_7FFF)) == 0xBF80)
  #expect(HalfPrecision.float(bf16: HalfPrecision.bf16(Float(bitPattern: 0x7F80_0001))).isNaN)
  #expect(HalfPrecision.bf16(.greatestFiniteMagnitude) == 0x7F80)
}
