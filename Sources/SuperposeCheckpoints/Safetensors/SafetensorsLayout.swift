/// The header of a safetensors file to be written, and what follows it.
struct SafetensorsLayout {
  struct Place {
    let name: String
    let tensor: Tensor
    let elementType: ElementType
  }

  /// The length, the JSON, and spaces up to a multiple of 8 bytes.
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
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }
      entries.append("\(json(SafetensorsHeader.metadataKey)):{\(pairs.joined(separator: ","))}")
    }
    var begin = 0
    for place in places {
      let end = begin + place.tensor.values.count * place.elementType.byteCount
      let shape = place.tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(json(place.name)):{\"dtype\":\"\(place.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
      begin = end
    }
    var text = Array("{\(entries.joined(separator: ","))}".utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: -text.count & 7)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }

  /// A JSON string: quotes, backslashes and control characters escaped.
  private static func json(_ text: String) -> String {
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped + "\""
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
