internal import CTorchLoader

/// An array of libtorch on the CPU or a GPU, through which gradients can flow.
///
/// An operation that libtorch refuses (shapes that do not fit, no memory left) ends the program with its message, or
/// the work that ``Torch/attempting(_:)`` does.
public final class TorchTensor {
  /// Nil for what would have followed from a failure.
  let handle: tt_tensor?

  init(adopting handle: tt_tensor?) {
    self.handle = handle
    if handle == nil { Torch.fail() }
  }

  deinit { if let handle { Torch.functions.release(handle) } }

  /// Makes a tensor of 32-bit floats in row-major order, on the CPU.
  public convenience init(_ values: [Float], _ shape: [Int]) {
    self.init(copying: values, TT_F32, shape)
  }

  /// Makes a tensor of 64-bit floats in row-major order, on the CPU.
  public convenience init(_ values: [Double], _ shape: [Int]) {
    self.init(copying: values, TT_F64, shape)
  }

  /// Makes a tensor of 64-bit integers in row-major order, on the CPU.
  public convenience init(_ values: [Int64], _ shape: [Int]) {
    self.init(copying: values, TT_I64, shape)
  }

  private convenience init(copying values: [some BitwiseCopyable], _ type: tt_type, _ shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.init(
      adopting: values.withUnsafeBytes {
        Torch.functions.from_data($0.baseAddress, type, shape.map(Int64.init), shape.count)
      })
  }

  /// Makes a tensor of bytes in row-major order, on the CPU.
  public convenience init(bytes: UnsafeRawBufferPointer, _ shape: [Int]) {
    precondition(bytes.count == shape.reduce(1, *), "\(bytes.count) bytes do not fill \(shape)")
    self.init(adopting: Torch.functions.from_data(bytes.baseAddress, TT_U8, shape.map(Int64.init), shape.count))
  }

  public convenience init(_ value: Float) { self.init([value], []) }

  /// The lengths of the axes. What would have followed from a failure has axes of 1, as many as any operation asks for.
  public var shape: [Int] {
    guard let handle else { return [1, 1, 1, 1] }
    return (0..<Torch.functions.rank(handle)).map { Int(Torch.functions.size(handle, $0)) }
  }
  public var count: Int { shape.reduce(1, *) }

  /// Returns all values in row-major order, as 32-bit floats.
  public func floats() -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      copyOut(TT_F32, UnsafeMutableRawBufferPointer(buffer))
      filled = buffer.count
    }
  }

  /// Returns all values in row-major order, as 64-bit floats.
  public func doubles() -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      copyOut(TT_F64, UnsafeMutableRawBufferPointer(buffer))
      filled = buffer.count
    }
  }

  /// Returns all values in row-major order, as bytes.
  public func bytes() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      copyOut(TT_U8, UnsafeMutableRawBufferPointer(buffer))
      filled = buffer.count
    }
  }

  /// Where anything failed, everything is zero.
  private func copyOut(_ type: tt_type, _ bytes: UnsafeMutableRawBufferPointer) {
    if let handle, Torch.functions.copy_out(handle, type, bytes.baseAddress, bytes.count) == 0 { return }
    Torch.fail()
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// The value of a tensor that has only one.
  public var value: Float { floats()[0] }
}

extension TorchTensor {
  /// Marks a leaf as one whose gradient is wanted.
  public func requireGradient() {
    if Torch.functions.require_gradient(handle) != 0 { Torch.fail() }
  }

  /// Adds the gradients of this scalar to the leaves that it depends on.
  public func backward() {
    if Torch.functions.backward(handle) != 0 { Torch.fail() }
  }

  /// The gradient that ``backward()`` has accumulated, or nil.
  public var gradient: TorchTensor? {
    guard let gradient = Torch.functions.gradient(handle) else { return nil }
    return TorchTensor(adopting: gradient)
  }

  public func clearGradient() { Torch.functions.clear_gradient(handle) }
}

extension TorchTensor {
  public var device: Torch.Device {
    guard let handle else { return .cpu }
    let number = Torch.functions.device(handle)
    return number < 0 ? .cpu : .cuda(Int(number))
  }

  /// Whether the elements are 64-bit floats, in which tests check gradients.
  public var isDouble: Bool { dtype == Int32(TT_F64.rawValue) }

  /// libtorch's number of the element type.
  private var dtype: Int32 { handle.map { Torch.functions.dtype($0) } ?? -1 }
}
