import Foundation

/// The types of a stored tensor's elements, with their names in safetensors.
enum ElementType: String {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u8 = "U8"
  case bool = "BOOL"

  /// Finds the type that a PyTorch storage class holds: `FloatStorage` in module `torch`, and so on.
  init?(storageClass: String) {
    switch storageClass {
    case "DoubleStorage": self = .f64
    case "FloatStorage": self = .f32
    case "HalfStorage": self = .f16
    case "BFloat16Storage": self = .bf16
    case "LongStorage": self = .i64
    case "IntStorage": self = .i32
    case "ShortStorage": self = .i16
    case "CharStorage": self = .i8
    case "ByteStorage": self = .u8
    case "BoolStorage": self = .bool
    default: return nil
    }
  }

  var byteCount: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16, .i16: 2
    case .i8, .u8, .bool: 1
    }
  }
}

extension ElementType {
  /// Converts little-endian elements to 32-bit floats. 16-bit floats are converted exactly; 64-bit floats and integers
  /// are rounded to the nearest.
  ///
  /// - Precondition: `bytes` holds `count` elements.
  func floats(from bytes: UnsafeRawBufferPointer, count: Int) -> [Float] {
    precondition(bytes.count >= count * byteCount)
    guard count > 0, let source = bytes.baseAddress else { return [] }
    return [Float](unsafeUninitializedCapacity: count) { target, initialized in
      widen(source, into: target)
      initialized = count
    }
  }

  /// Fills all of `target`. Each case is one plain loop, which the compiler turns into SIMD code.
  private func widen(_ source: UnsafeRawPointer, into target: UnsafeMutableBufferPointer<Float>) {
    switch self {
    case .f32: convert(source, UInt32.self, into: target) { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .f16: convert(source, UInt16.self, into: target) { HalfPrecision.float(f16: UInt16(littleEndian: $0)) }
    case .bf16: convert(source, UInt16.self, into: target) { HalfPrecision.float(bf16: UInt16(littleEndian: $0)) }
    case .f64:
      convert(source, UInt64.self, into: target) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
    case .i64: convert(source, Int64.self, into: target) { Float(Int64(littleEndian: $0)) }
    case .i32: convert(source, Int32.self, into: target) { Float(Int32(littleEndian: $0)) }
    case .i16: convert(source, Int16.self, into: target) { Float(Int16(littleEndian: $0)) }
    case .i8: convert(source, Int8.self, into: target) { Float($0) }
    case .u8: convert(source, UInt8.self, into: target) { Float($0) }
    case .bool: convert(source, UInt8.self, into: target) { $0 == 0 ? 0 : 1 }
    }
  }
}

/// Widens one run of elements. It is always inlined, so that each use above is a loop of its own and not a call per
/// element.
@inline(__always)
private func convert<Element: BitwiseCopyable>(
  _ source: UnsafeRawPointer, _: Element.Type, into target: UnsafeMutableBufferPointer<Float>,
  _ value: (Element) -> Float
) {
  for i in target.indices {
    target[i] = value(source.loadUnaligned(fromByteOffset: i &* MemoryLayout<Element>.size, as: Element.self))
  }
}
