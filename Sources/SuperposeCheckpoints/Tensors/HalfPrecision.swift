/// Conversions between 32-bit floats and the two 16-bit formats, f16 (IEEE 754 binary16) and bf16 (its upper half).
///
/// They are written with integer selects and no branches because Swift compiles for baseline x86-64, where `Float16`
/// becomes a library call per element (and on Intel Macs does not exist).
enum HalfPrecision {
  @inline(__always)
  static func float(bf16 bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  @inline(__always)
  static func float(f16 bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    let exponent = magnitude & (0x1F << 23)
    // Exponents are biased by 15 in f16 and by 127 in f32; the largest exponent means infinity or NaN in both.
    let normal = magnitude &+ (exponent == 0x1F << 23 ? (255 - 31) << 23 : (127 - 15) << 23)
    // A subnormal is m · 2⁻²⁴: m is put behind the implicit one of 2⁻¹⁴, and that one is subtracted again.
    let one = Float(bitPattern: (127 - 14) << 23)
    let subnormal = (Float(bitPattern: magnitude &+ (127 - 14) << 23) - one).bitPattern
    return Float(bitPattern: sign | (exponent == 0 ? subnormal : normal))
  }

  /// Rounds to the nearest bf16, ties to even. NaN stays NaN.
  static func bf16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    guard !value.isNaN else { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }

  /// Rounds to the nearest f16, ties to even. Values from 65520 on become infinite; NaN stays NaN.
  static func f16(_ value: Float) -> UInt16 {
    let sign = UInt16(value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < (127 - 14) << 23 {
      // The sum's last bit is 2⁻²⁴, f16's smallest step, so the addition itself rounds as wanted.
      return sign | UInt16((Float(bitPattern: magnitude) + 0.5).bitPattern &- Float(0.5).bitPattern)
    }
    let rebased = magnitude &- (127 - 15) << 23
    return sign | UInt16((rebased &+ 0xFFF &+ (rebased >> 13 & 1)) >> 13)
  }
}

extension Tensor {
  /// The values as the bits of 16-bit floats (IEEE 754 binary16), rounded to the nearest, ties to even. Values from
  /// 65520 on become infinite.
  public var f16Bits: [UInt16] {
    values.withUnsafeBufferPointer { values in
      [UInt16](unsafeUninitializedCapacity: values.count) { bits, count in
        for index in values.indices { bits[index] = HalfPrecision.f16(values[index]) }
        count = values.count
      }
    }
  }
}

extension Tensor {
  /// Makes a tensor of such bits.
  public init(shape: [Int], f16Bits: some Collection<UInt16>) {
    self.init(shape: shape, values: f16Bits.map { HalfPrecision.float(f16: $0) })
  }
}
