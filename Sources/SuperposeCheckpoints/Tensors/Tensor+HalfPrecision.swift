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
