extension SafetensorsLayout.Place {
  /// Returns the tensor's elements, little-endian.
  func bytes() throws(Fault) -> [UInt8] {
    let values = tensor.values
    switch elementType {
    case .f32: return littleEndianBytes(values) { $0.bitPattern }
    case .f16: return littleEndianBytes(try checked { $0.magnitude >= 65520 }) { HalfPrecision.f16($0) }
    case .bf16:
      return littleEndianBytes(try checked { HalfPrecision.bf16($0) & 0x7FFF == 0x7F80 }) { HalfPrecision.bf16($0) }
    case .i64: return littleEndianBytes(try checked { Int64(exactly: $0.rounded()) == nil }) { Int64($0.rounded()) }
    default: preconditionFailure("\(elementType) is read but not written")
    }
  }

  /// Returns the values, or throws where a finite one does not fit. NaN and infinity are written as they are, so that
  /// the weights of a diverged training can be looked at.
  private func checked(_ isTooLarge: (Float) -> Bool) throws(Fault) -> [Float] {
    let isFloat = elementType != .i64
    if let value = tensor.values.first(where: { isTooLarge($0) && !(isFloat && !$0.isFinite) }) {
      throw .cannotWrite(
        "Tensor '\(name)' holds \(value), which does not fit the type \(elementType.rawValue).",
        hint: "Write it as f32.")
    }
    return tensor.values
  }
}

private func littleEndianBytes<Number: FixedWidthInteger>(
  _ values: [Float], _ convert: (Float) -> Number
) -> [UInt8] {
  let size = MemoryLayout<Number>.size
  return [UInt8](unsafeUninitializedCapacity: values.count * size) { bytes, initialized in
    let target = UnsafeMutableRawBufferPointer(bytes)
    for (i, value) in values.enumerated() {
      target.storeBytes(of: convert(value).littleEndian, toByteOffset: i * size, as: Number.self)
    }
    initialized = values.count * size
  }
}
