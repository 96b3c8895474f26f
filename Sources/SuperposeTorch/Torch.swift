internal import CTorchLoader

/// The devices, the element types, and the settings that hold for all tensors.
///
/// libtorch's functions must be there before anything is computed: a program links them, as the trainer does, or loads
/// them with ``TorchLibrary``.
public enum Torch {
  /// libtorch's functions.
  static var functions: tt_functions {
    guard let functions = tt_in_use() else { preconditionFailure("libtorch is neither linked nor loaded") }
    return functions.pointee
  }

  public enum Device: Sendable, Equatable {
    case cpu
    /// A GPU, by its number.
    case cuda(Int)

    var number: Int32 {
      switch self {
      case .cpu: -1
      case .cuda(let number): Int32(number)
      }
    }
  }

  public enum ElementType: Sendable {
    case f32, f64, f16, bf16, i64, i32, u8, bool

    var code: tt_type {
      switch self {
      case .f32: TT_F32
      case .f64: TT_F64
      case .f16: TT_F16
      case .bf16: TT_BF16
      case .i64: TT_I64
      case .i32: TT_I32
      case .u8: TT_U8
      case .bool: TT_BOOLEAN
      }
    }

    /// PyTorch's number of the type (c10/core/ScalarType.h).
    var scalarType: Int {
      switch self {
      case .u8: 0
      case .i32: 3
      case .i64: 4
      case .f16: 5
      case .f32: 6
      case .f64: 7
      case .bool: 11
      case .bf16: 15
      }
    }
  }

  /// Seeds the random tensors that follow, on all devices.
  public static func seed(_ seed: UInt64) { functions.seed(seed) }

  /// Prepares the process; it must be called once, before anything is computed. From then on freed memory is kept for
  /// reuse. A step frees and requests hundreds of megabytes, and the system would clear them page by page each time,
  /// which took a quarter of the time.
  public static func prepare() { functions.keep_freed_memory() }

  public static func useThreads(_ count: Int) { functions.set_threads(Int32(count)) }

  /// Loads the CUDA part of libtorch, since the program is linked with the CPU's part only.
  ///
  /// - Parameter library: The name or the path of the library.
  /// - Returns: The reason why it cannot be used, or nil.
  public static func loadCUDA(library: String = "libtorch_cuda.so") -> String? {
    functions.load_cuda(library) == 0 ? nil : String(cString: functions.error())
  }

  /// Drops the copies of weights in 16 bits that autocast keeps. It must be called after weights were changed.
  public static func dropCachedWeights() { functions.drop_cached_weights() }

  /// Waits until a GPU has done all that was queued.
  public static func synchronize(_ device: Device) {
    guard case .cuda = device else { return }
    if functions.synchronize(device.number) != 0 { fail() }
  }

  /// Has 32-bit floats multiplied in 32 bits on GPUs too, which would otherwise take fewer in convolutions.
  public static func useWholeFloats() { functions.use_whole_floats() }

  /// Runs `body` without recording anything for gradients.
  public static func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = functions.set_gradients(0)
    defer { _ = functions.set_gradients(before) }
    return try body()
  }

  /// Whether convolutions and matrix products run in bfloat16 at the moment. It is not locked, since training has one
  /// thread.
  nonisolated(unsafe) private static var isAutocast = false

  /// Runs `body` with convolutions and matrix products in bfloat16 where `enabled`, and in f32 otherwise. Calls can be
  /// nested.
  public static func autocast<Result>(_ enabled: Bool, on device: Device, _ body: () throws -> Result) rethrows
    -> Result
  {
    let before = isAutocast
    set(autocast: enabled, on: device)
    defer { set(autocast: before, on: device) }
    return try body()
  }

  private static func set(autocast enabled: Bool, on device: Device) {
    guard enabled != isAutocast else { return }
    functions.set_autocast(device == .cpu ? 0 : 1, enabled ? 1 : 0)
    isAutocast = enabled
  }
}

/// An argument of an operator.
public enum TorchArgument {
  case none
  case tensor(TorchTensor)
  case int(Int)
  case double(Double)
  case bool(Bool)
  case ints([Int])
  case tensors([TorchTensor])
  case device(Torch.Device)
}

extension Torch {
  /// The most results that an operator has.
  private static let mostResults = 8

  /// Runs an operator by its name in PyTorch's dispatcher (`aten::conv2d`). Arguments that are left out at the end have
  /// their defaults.
  public static func callAll(_ name: String, _ overload: String, _ arguments: [TorchArgument]) -> [TorchTensor] {
    guard !hasFailed else { return (0..<mostResults).map { _ in TorchTensor(adopting: nil) } }
    // The lists that arguments point to must outlive the call.
    var integers: [UnsafeMutablePointer<Int64>] = []
    var handles: [UnsafeMutablePointer<tt_tensor?>] = []
    defer {
      for list in integers { list.deallocate() }
      for list in handles { list.deallocate() }
    }
    let converted = arguments.map { argument -> tt_argument in
      var result = tt_argument()
      switch argument {
      case .none: result.kind = TT_NONE
      case .tensor(let tensor):
        result.kind = TT_TENSOR
        result.tensor = tensor.handle
      case .int(let value):
        result.kind = TT_INT
        result.integer = Int64(value)
      case .double(let value):
        result.kind = TT_DOUBLE
        result.real = value
      case .bool(let value):
        result.kind = TT_BOOL
        result.integer = value ? 1 : 0
      case .device(let device):
        result.kind = TT_DEVICE
        result.integer = Int64(device.number)
      case .ints(let values):
        let list = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, values.count))
        for (index, value) in values.enumerated() { list[index] = Int64(value) }
        integers.append(list)
        result.kind = TT_INTS
        result.integers = UnsafePointer(list)
        result.count = values.count
      case .tensors(let tensors):
        let list = UnsafeMutablePointer<tt_tensor?>.allocate(capacity: max(1, tensors.count))
        for (index, tensor) in tensors.enumerated() { list[index] = tensor.handle }
        handles.append(list)
        result.kind = TT_TENSORS
        result.tensors = UnsafePointer(list)
        result.count = tensors.count
      }
      return result
    }
    var results = [tt_tensor?](repeating: nil, count: mostResults)
    let count = withExtendedLifetime(arguments) {
      functions.call(name, overload, converted, converted.count, &results, results.count)
    }
    guard count >= 0 else {
      fail(name)
      return (0..<mostResults).map { _ in TorchTensor(adopting: nil) }
    }
    return results.prefix(Int(count)).map { TorchTensor(adopting: $0) }
  }

  /// The same for an operator of one result, by its name without `aten::`.
  public static func call(_ name: String, _ overload: String = "", _ arguments: TorchArgument...) -> TorchTensor {
    callAll("aten::" + name, overload, arguments)[0]
  }
}
