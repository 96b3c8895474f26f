import SuperposeFiles

/// The header of a safetensors file that is to be written, and the tensors behind it.
struct SafetensorsLayout {
  struct Place {
    let name: String
    let tensor: Tensor
    let elementType: ElementType
  }

  /// The length, the JSON, and spaces that fill it up to a multiple of 8 bytes.
  let header: [UInt8]
  let places: [Place]

  init(
    _ tensors: [String: Tensor], metadata: [String: String], precision: SafetensorsWriter.Precision
  ) throws(Fault) {
    guard tensors[SafetensorsHeader.metadataKey] == nil else {
      throw .cannotWrite("A tensor must not be named '\(SafetensorsHeader.metadataKey)'.", hint: "Rename it.")
    }
    places = tensors.sorted { $0.key < $1.key }.map { name, tensor in
      Place(name: name, tensor: tensor, elementType: isBatchCounter(name) ? .i64 : precision.elementType)
    }
    header = Self.header(places, metadata: metadata)
  }

  private static func header(_ places: [Place], metadata: [String: String]) -> [UInt8] {
    var tensors: [String: SafetensorsHeader.Entry] = [:]
    var begin = 0
    for place in places {
      let end = begin + place.tensor.values.count * place.elementType.byteCount
      tensors[place.name] = SafetensorsHeader.Entry(
        dtype: place.elementType.rawValue, shape: place.tensor.shape, begin: begin, end: end)
      begin = end
    }
    guard let json = try? JSON.line(SafetensorsHeader(tensors: tensors, metadata: metadata)) else {
      preconditionFailure("a header holds nothing that JSON cannot")
    }
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: -json.count & 7)
    return withUnsafeBytes(of: UInt64(json.count + padding.count).littleEndian, Array.init) + json + padding
  }
}

extension SafetensorsWriter.Precision {
  fileprivate var elementType: ElementType {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .bf16: .bf16
    }
  }
}

extension Fault {
  static func cannotWrite(_ problem: String, hint: String) -> Fault {
    Fault(kind: .cannotWrite, problem: problem, hint: hint)
  }
}

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
