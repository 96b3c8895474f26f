extension Tensor {
  /// The values as bits of 16-bit floats (IEEE 754 binary16), rounded to nearest, ties to even; infinite from 65520 on.
  public var f16Bits: [UInt16] {
    values.withUnsafeBufferPointer { values in
      [UInt16](unsafeUninitializedCapacity: values.count) { bits, count in
        for index in values.indices { bits[index] = HalfPrecision.f16(values[index]) }
        count = values.count
      }
    }
  }
}
