internal import CTorchLoader

/// What NVIDIA's driver says of its devices. It is asked before libtorch is, whose messages about it help nobody.
public enum CUDADriver {
  /// Returns why a device cannot be used and what to do, or nil where it can.
  public static func problem(with device: Int) -> String? {
    var code: Int32 = 0
    switch tt_driver_start(&code) {
    case TT_DRIVER_MISSING: return "found no NVIDIA driver (libcuda.so.1): install it"
    case TT_DRIVER_REFUSES:
      return "NVIDIA's driver refuses to start (error \(code)): see whether nvidia-smi lists a device"
    default: break
    }
    let count = Int(tt_driver_device_count())
    guard count > 0 else { return "NVIDIA's driver finds no device: see whether nvidia-smi lists one" }
    guard device < count else {
      let names = (0..<count).map { "cuda:\($0)" }.joined(separator: ", ")
      return "found no device cuda:\(device): name one that is there (\(names))"
    }
    return nil
  }

  /// A device's name, such as `NVIDIA H100 80GB HBM3`.
  public static func name(_ device: Int) -> String {
    var name = [CChar](repeating: 0, count: 256)
    tt_driver_name(Int32(device), &name, Int32(name.count))
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a device computes in bfloat16 by itself.
  public static func hasBFloat16(_ device: Int) -> Bool { tt_driver_has_bfloat16(Int32(device)) != 0 }

  /// The bytes of a device's memory that are free; nil where the driver does not say.
  public static func freeBytes(_ device: Int) -> Int? {
    let bytes = Int(clamping: tt_driver_free_bytes(Int32(device)))
    return bytes > 0 ? bytes : nil
  }
}
